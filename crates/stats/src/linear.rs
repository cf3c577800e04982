//! Small dense linear algebra: what regressions over cells need.
//!
//! Matrices are lists of rows, designs lists of columns. Everything is in a fixed order of operations, so that the same
//! numbers give the same bits.

/// A column counts as a combination of those before it if less than this share of its length is left.
const COLLINEAR_BELOW: f64 = 1e-9;

/// The lower triangle `L` with `L L' = A`.
#[derive(Clone, Debug)]
pub(crate) struct Cholesky(Vec<Vec<f64>>);

impl Cholesky {
    /// The factor of a symmetric matrix; `None` if it is not positive definite, up to rounding.
    pub(crate) fn new(matrix: &[Vec<f64>]) -> Option<Cholesky> {
        let size = matrix.len();
        let mut lower = vec![vec![0.0; size]; size];
        for i in 0..size {
            for j in 0..=i {
                let inner: f64 = (0..j).map(|k| lower[i][k] * lower[j][k]).sum();
                let left = matrix[i][j] - inner;
                if i == j {
                    // What rounding alone leaves of the diagonal is no pivot.
                    let pivot_is_real = left > 1e-14 * matrix[i][i];
                    if !pivot_is_real {
                        return None;
                    }
                    lower[i][i] = left.sqrt();
                } else {
                    lower[i][j] = left / lower[j][j];
                }
            }
        }
        Some(Cholesky(lower))
    }

    /// The `x` with `A x = b`.
    pub(crate) fn solve(&self, b: &[f64]) -> Vec<f64> {
        let (lower, size) = (&self.0, b.len());
        let mut x = b.to_vec();
        for i in 0..size {
            let inner: f64 = (0..i).map(|k| lower[i][k] * x[k]).sum();
            x[i] = (x[i] - inner) / lower[i][i];
        }
        for i in (0..size).rev() {
            let inner: f64 = (i + 1..size).map(|k| lower[k][i] * x[k]).sum();
            x[i] = (x[i] - inner) / lower[i][i];
        }
        x
    }

    /// The inverse of `A`.
    pub(crate) fn inverse(&self) -> Vec<Vec<f64>> {
        let size = self.0.len();
        let unit = |i: usize| (0..size).map(|j| f64::from(u8::from(i == j))).collect::<Vec<f64>>();
        (0..size).map(|i| self.solve(&unit(i))).collect()
    }

    /// The logarithm of the determinant of `A`.
    pub(crate) fn ln_determinant(&self) -> f64 {
        (0..self.0.len()).map(|i| 2.0 * crate::float::ln(self.0[i][i])).sum()
    }
}

pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Adds `weight x x'` to a symmetric matrix.
pub(crate) fn add_outer(matrix: &mut [Vec<f64>], weight: f64, x: &[f64]) {
    // Rows of categories are mostly zeros.
    for (row, a) in matrix.iter_mut().zip(x).filter(|(_, a)| **a != 0.0) {
        for (sum, b) in row.iter_mut().zip(x) {
            *sum += weight * a * b;
        }
    }
}

/// `x' A x`.
pub(crate) fn quadratic(matrix: &[Vec<f64>], x: &[f64]) -> f64 {
    matrix.iter().zip(x).map(|(row, xi)| xi * dot(row, x)).sum()
}

/// Orthogonal columns and the upper triangle that the columns are made of: `columns = q r`.
struct Orthogonal {
    q: Vec<Vec<f64>>,
    /// For each kept column its coefficients on `q`, the last one its own length.
    r: Vec<Vec<f64>>,
    kept: Vec<usize>,
}

/// Gram and Schmidt in the order of the columns, each made orthogonal twice; a column that is a combination of those
/// before it is left out.
fn orthogonal(columns: &[Vec<f64>]) -> Orthogonal {
    let mut found = Orthogonal { q: Vec::new(), r: Vec::new(), kept: Vec::new() };
    for (place, column) in columns.iter().enumerate() {
        let length = dot(column, column).sqrt();
        let mut rest = column.clone();
        let mut on_others = vec![0.0; found.q.len()];
        for _ in 0..2 {
            for (q, sum) in found.q.iter().zip(&mut on_others) {
                let part = dot(q, &rest);
                *sum += part;
                for (x, q) in rest.iter_mut().zip(q) {
                    *x -= part * q;
                }
            }
        }
        let left = dot(&rest, &rest).sqrt();
        if left <= COLLINEAR_BELOW * length {
            continue;
        }
        found.q.push(rest.iter().map(|x| x / left).collect());
        on_others.push(left);
        found.r.push(on_others);
        found.kept.push(place);
    }
    found
}

/// The places of the columns that are no combination of columns before them; a column of zeros is one.
pub(crate) fn independent(columns: &[Vec<f64>]) -> Vec<usize> {
    orthogonal(columns).kept
}

/// The coefficients that bring the columns nearest to `y`; `None` if the columns are collinear.
pub(crate) fn least_squares(columns: &[Vec<f64>], y: &[f64]) -> Option<Vec<f64>> {
    let found = orthogonal(columns);
    if found.kept.len() < columns.len() {
        return None;
    }
    let mut b: Vec<f64> = Vec::with_capacity(columns.len());
    let mut rest = y.to_vec();
    for q in &found.q {
        let part = dot(q, &rest);
        b.push(part);
        for (x, q) in rest.iter_mut().zip(q) {
            *x -= part * q;
        }
    }
    for i in (0..b.len()).rev() {
        b[i] /= found.r[i][i];
        for k in 0..i {
            b[k] -= found.r[i][k] * b[i];
        }
    }
    Some(b)
}

/// The largest singular value of the columns over the smallest; `None` if the smallest is 0.
pub(crate) fn condition_number(columns: &[Vec<f64>]) -> Option<f64> {
    let mut u: Vec<Vec<f64>> = columns.to_vec();
    // Jacobi's rotations on one side: the columns become orthogonal, their lengths the singular values.
    for _ in 0..60 {
        let mut largest: f64 = 0.0;
        for i in 0..u.len() {
            for j in i + 1..u.len() {
                let (a, b, c) = (dot(&u[i], &u[i]), dot(&u[j], &u[j]), dot(&u[i], &u[j]));
                if a == 0.0 || b == 0.0 || c == 0.0 {
                    continue;
                }
                largest = largest.max(c.abs() / (a * b).sqrt());
                let tau = (b - a) / (2.0 * c);
                let t = 1.0_f64.copysign(tau) / (tau.abs() + (1.0 + tau * tau).sqrt());
                let cosine = 1.0 / (1.0 + t * t).sqrt();
                let sine = t * cosine;
                let (left, right) = u.split_at_mut(j);
                for (x, y) in left[i].iter_mut().zip(right[0].iter_mut()) {
                    (*x, *y) = (cosine * *x - sine * *y, sine * *x + cosine * *y);
                }
            }
        }
        if largest < 1e-14 {
            break;
        }
    }
    let lengths = u.iter().map(|column| dot(column, column).sqrt());
    let (least, most) = lengths.fold((f64::MAX, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
    (least > 0.0 && most > 0.0).then(|| most / least).filter(|ratio| ratio.is_finite())
}

#[cfg(test)]
mod tests {
    use super::{Cholesky, condition_number, independent, least_squares, quadratic};

    #[test]
    fn a_positive_matrix_is_solved_and_inverted() {
        let a = vec![vec![4.0, 2.0, 0.4], vec![2.0, 5.0, 1.0], vec![0.4, 1.0, 3.0]];
        let c = Cholesky::new(&a).unwrap();
        let x = c.solve(&[1.0, 2.0, 3.0]);
        for (row, b) in a.iter().zip([1.0, 2.0, 3.0]) {
            assert!((super::dot(row, &x) - b).abs() < 1e-14);
        }
        let inverse = c.inverse();
        assert!((quadratic(&inverse, &[1.0, 2.0, 3.0]) - super::dot(&[1.0, 2.0, 3.0], &x)).abs() < 1e-14);
        // Determinant by hand: 4 (15 - 1) - 2 (6 - 0.4) + 0.4 (2 - 2).
        assert!((c.ln_determinant() - libm::log(44.8)).abs() < 1e-14);
        assert!(Cholesky::new(&[vec![1.0, 1.0], vec![1.0, 1.0]]).is_none());
    }

    #[test]
    fn a_combination_of_earlier_columns_is_left_out() {
        let columns = vec![vec![1.0, 1.0, 1.0], vec![0.0, 1.0, 0.0], vec![1.0, 3.0, 1.0], vec![0.0, 0.0, 0.0]];
        assert_eq!(independent(&columns), [0, 1]);
        assert_eq!(least_squares(&columns, &[1.0, 2.0, 3.0]), None);
    }

    #[test]
    fn least_squares_leave_what_is_orthogonal() {
        let columns = vec![vec![1.0, 1.0, 1.0, 1.0], vec![1.0, 2.0, 3.0, 4.0]];
        let b = least_squares(&columns, &[6.0, 5.0, 7.0, 10.0]).unwrap();
        assert!((b[0] - 3.5).abs() < 1e-13 && (b[1] - 1.4).abs() < 1e-13);
    }

    #[test]
    fn the_condition_number_is_the_ratio_of_singular_values() {
        assert!((condition_number(&[vec![3.0, 0.0], vec![0.0, 0.5]]).unwrap() - 6.0).abs() < 1e-14);
        // Singular values of [[1, 1], [0, 1e-6]] by hand: sqrt(2) and about 1e-6 / sqrt(2).
        let near = condition_number(&[vec![1.0, 0.0], vec![1.0, 1e-6]]).unwrap();
        assert!((near / 2e6 - 1.0).abs() < 1e-9, "{near}");
        assert_eq!(condition_number(&[vec![0.0, 0.0], vec![1.0, 0.0]]), None);
        assert_eq!(condition_number(&[]), None);
    }
}
