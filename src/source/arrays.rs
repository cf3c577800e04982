//! One Arrow array becomes one raw column.
//!
//! Takes arrays of any type that holds single values; gives codes, numbers or hashes. May not know files or roles.
//! Invariants: a value has the same text whatever type its column has, so that CSV and Parquet give the same groups.

use arrow_array::cast::AsArray;
use arrow_array::temporal_conversions::{
    date32_to_datetime, date64_to_datetime, timestamp_ms_to_datetime, timestamp_ns_to_datetime,
    timestamp_s_to_datetime, timestamp_us_to_datetime,
};
use arrow_array::types::{
    Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, DecimalType, Float16Type,
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{Array, ArrowPrimitiveType, PrimitiveArray, StringArray};
use arrow_schema::{DataType, TimeUnit};
use chrono::NaiveDateTime;

use super::distinct::{Distinct, NULL};
use super::raw::{Column, Hasher, NO_HASH, Numbers, Shape};
use super::value::{Missing, NotNumber, number};

/// Does a column of this type hold single values that can be read?
pub fn readable(data_type: &DataType) -> bool {
    match data_type {
        DataType::Dictionary(key, value) => **key == DataType::Int32 && **value == DataType::Utf8,
        DataType::Null | DataType::Boolean | DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) => true,
        DataType::Decimal32(..) | DataType::Decimal64(..) | DataType::Decimal128(..) | DataType::Decimal256(..) => true,
        other => other.is_integer() || other.is_floating(),
    }
}

/// A value of a dictionary that no row had yet.
const UNSEEN: u32 = u32::MAX;

/// Codes of the values of a dictionary array, worked out once for all batches that share it.
#[derive(Default)]
pub struct Remap {
    values: Option<StringArray>,
    epoch: u64,
    codes: Vec<u32>,
    hashes: Vec<u64>,
}

impl Remap {
    /// Is this the dictionary that was worked out? The kept array keeps its memory, so equal addresses mean equal values.
    fn knows(&self, values: &StringArray, epoch: u64) -> bool {
        self.epoch == epoch
            && self.values.as_ref().is_some_and(|known| {
                known.len() == values.len()
                    && known.value_data().as_ptr() == values.value_data().as_ptr()
                    && known.offsets().as_ptr() == values.offsets().as_ptr()
            })
    }
}

/// Adds the values of an array to a column of this shape. The error names what could not be read.
pub fn push(
    array: &dyn Array,
    shape: &Shape,
    column: &mut Column,
    distinct: &mut Distinct,
    remap: &mut Remap,
    missing: &Missing,
) -> Result<(), &'static str> {
    match (shape, column) {
        (Shape::Codes, Column::Codes(out)) => codes(array, out, distinct, remap),
        (Shape::Numbers, Column::Numbers(out)) => numbers(array, out, missing),
        (Shape::Hashes(hasher), Column::Hashes(out)) => hashes(array, out, hasher, remap, missing),
        _ => Err("a column of another shape"),
    }
}

fn codes(
    array: &dyn Array,
    out: &mut Vec<u32>,
    distinct: &mut Distinct,
    remap: &mut Remap,
) -> Result<(), &'static str> {
    fn whole<T: ArrowPrimitiveType>(
        array: &dyn Array,
        out: &mut Vec<u32>,
        distinct: &mut Distinct,
    ) -> Result<(), &'static str>
    where
        T::Native: Into<i64>,
    {
        let array = array.as_primitive_opt::<T>().ok_or("integers of another type")?;
        if array.null_count() == 0 {
            out.extend(array.values().iter().map(|&value| distinct.integer(value.into())));
        } else {
            out.extend(array.iter().map(|value| value.map_or(NULL, |value| distinct.integer(value.into()))));
        }
        Ok(())
    }
    match array.data_type() {
        DataType::Dictionary(..) => {
            let array = array.as_dictionary_opt::<Int32Type>().ok_or("a dictionary of another type")?;
            let values = array.values().as_string_opt::<i32>().ok_or("a dictionary of another type")?;
            if !remap.knows(values, distinct.epoch()) {
                remap.codes.clear();
                remap.codes.resize(values.len(), UNSEEN);
                remap.values = Some(values.clone());
                remap.epoch = distinct.epoch();
            }
            // Only values that occur get a code: a dictionary may hold many that do not.
            let mut code = |key: i32| {
                let known = &mut remap.codes[key as usize];
                if *known == UNSEEN {
                    *known = if values.is_null(key as usize) {
                        NULL
                    } else {
                        distinct.text(values.value(key as usize).as_bytes())
                    };
                }
                *known
            };
            if array.null_count() == 0 {
                out.extend(array.keys().values().iter().map(|&key| code(key)));
            } else {
                out.extend(array.keys().iter().map(|key| key.map_or(NULL, &mut code)));
            }
        }
        DataType::Boolean => {
            let array = array.as_boolean_opt().ok_or("truth values of another type")?;
            out.extend(array.iter().map(|value| value.map_or(NULL, |value| distinct.integer(value.into()))));
        }
        DataType::Int8 => whole::<Int8Type>(array, out, distinct)?,
        DataType::Int16 => whole::<Int16Type>(array, out, distinct)?,
        DataType::Int32 => whole::<Int32Type>(array, out, distinct)?,
        DataType::Int64 => whole::<Int64Type>(array, out, distinct)?,
        DataType::UInt8 => whole::<UInt8Type>(array, out, distinct)?,
        DataType::UInt16 => whole::<UInt16Type>(array, out, distinct)?,
        DataType::UInt32 => whole::<UInt32Type>(array, out, distinct)?,
        DataType::Float64 => {
            let array = array.as_primitive_opt::<Float64Type>().ok_or("doubles of another type")?;
            out.extend(
                array.iter().map(|value| value.map_or(NULL, |value| distinct.float(value, || value.to_string()))),
            );
        }
        DataType::Float32 => {
            let array = array.as_primitive_opt::<Float32Type>().ok_or("floats of another type")?;
            out.extend(
                array
                    .iter()
                    .map(|value| value.map_or(NULL, |value| distinct.float(value.into(), || value.to_string()))),
            );
        }
        _ => texts(array, |text| out.push(text.map_or(NULL, |text| distinct.text(text.as_bytes()))))?,
    }
    Ok(())
}

fn hashes(
    array: &dyn Array,
    out: &mut Vec<u64>,
    hasher: &Hasher,
    remap: &mut Remap,
    missing: &Missing,
) -> Result<(), &'static str> {
    if let Some(array) = array.as_dictionary_opt::<Int32Type>() {
        let values = array.values().as_string_opt::<i32>().ok_or("a dictionary of another type")?;
        if !remap.knows(values, 0) {
            remap.hashes.clear();
            remap.hashes.extend(values.iter().map(|text| text.map_or(NO_HASH, |text| hasher.hash(text, missing))));
            remap.values = Some(values.clone());
        }
        out.extend(array.keys().iter().map(|key| key.map_or(NO_HASH, |key| remap.hashes[key as usize])));
        return Ok(());
    }
    texts(array, |text| out.push(text.map_or(NO_HASH, |text| hasher.hash(text, missing))))
}

fn numbers(array: &dyn Array, out: &mut Numbers, missing: &Missing) -> Result<(), &'static str> {
    fn of<T: ArrowPrimitiveType>(
        array: &dyn Array,
        out: &mut Numbers,
        missing: &Missing,
        to: impl Fn(T::Native) -> f64,
    ) -> Result<(), &'static str> {
        let array: &PrimitiveArray<T> = array.as_primitive_opt::<T>().ok_or("numbers of another type")?;
        if array.null_count() == 0 && missing.is_blank() {
            // The usual column: copied, then looked through for what is no number.
            let start = out.values.len();
            out.values.extend(array.values().iter().map(|&value| to(value)));
            if out.values[start..].iter().fold(false, |odd, value| odd | !value.is_finite()) {
                let found = out.values[start..].iter_mut().enumerate().filter(|(_, value)| !value.is_finite());
                for (row, value) in found {
                    out.odd.push((
                        (start + row) as u32,
                        if value.is_nan() { NotNumber::Nan } else { NotNumber::Infinite },
                    ));
                    *value = f64::NAN;
                }
            }
        } else {
            array.iter().for_each(|value| out.push(value.and_then(|value| judged(to(value), missing))));
        }
        Ok(())
    }
    match array.data_type() {
        DataType::Float64 => of::<Float64Type>(array, out, missing, |value| value),
        DataType::Float32 => of::<Float32Type>(array, out, missing, f64::from),
        DataType::Float16 => of::<Float16Type>(array, out, missing, f64::from),
        DataType::Int8 => of::<Int8Type>(array, out, missing, f64::from),
        DataType::Int16 => of::<Int16Type>(array, out, missing, f64::from),
        DataType::Int32 => of::<Int32Type>(array, out, missing, f64::from),
        DataType::Int64 => of::<Int64Type>(array, out, missing, |value| value as f64),
        DataType::UInt8 => of::<UInt8Type>(array, out, missing, f64::from),
        DataType::UInt16 => of::<UInt16Type>(array, out, missing, f64::from),
        DataType::UInt32 => of::<UInt32Type>(array, out, missing, f64::from),
        DataType::UInt64 => of::<UInt64Type>(array, out, missing, |value| value as f64),
        DataType::Boolean => {
            let array = array.as_boolean_opt().ok_or("truth values of another type")?;
            array
                .iter()
                .for_each(|value| out.push(value.and_then(|value| judged(f64::from(u8::from(value)), missing))));
            Ok(())
        }
        _ => texts(array, |text| {
            let text =
                text.map(str::trim).filter(|text| !text.is_empty() && !missing.texts().any(|known| known == *text));
            out.push(text.and_then(|text| match number(text, b'.') {
                Ok(number) => judged(number, missing),
                Err(NotNumber::Nan) if missing.has_number(f64::NAN) => None,
                Err(why) => Some(Err(why)),
            }));
        }),
    }
}

/// A number as it counts: `None` if it means missing.
fn judged(number: f64, missing: &Missing) -> Option<Result<f64, NotNumber>> {
    if missing.has_number(number) {
        None
    } else if number.is_nan() {
        Some(Err(NotNumber::Nan))
    } else if number.is_infinite() {
        Some(Err(NotNumber::Infinite))
    } else {
        Some(Ok(number))
    }
}

/// Calls `each` with the text of every value.
fn texts(array: &dyn Array, mut each: impl FnMut(Option<&str>)) -> Result<(), &'static str> {
    fn shown<T: ArrowPrimitiveType>(
        array: &dyn Array,
        each: &mut dyn FnMut(Option<&str>),
        text: impl Fn(T::Native) -> Option<String>,
    ) -> Result<(), &'static str> {
        let array = array.as_primitive_opt::<T>().ok_or("values of another type")?;
        array.iter().for_each(|value| each(value.and_then(&text).as_deref()));
        Ok(())
    }
    fn decimals<T: DecimalType>(array: &dyn Array, each: &mut dyn FnMut(Option<&str>)) -> Result<(), &'static str> {
        let array = array.as_primitive_opt::<T>().ok_or("decimals of another type")?;
        (0..array.len()).for_each(|row| each((!array.is_null(row)).then(|| array.value_as_string(row)).as_deref()));
        Ok(())
    }
    let each: &mut dyn FnMut(Option<&str>) = &mut each;
    match array.data_type() {
        DataType::Null => (0..array.len()).for_each(|_| each(None)),
        // Texts of a Parquet file come as dictionaries, also where numbers were expected.
        DataType::Dictionary(..) => {
            let array = array.as_dictionary_opt::<Int32Type>().ok_or("a dictionary of another type")?;
            let array = array.downcast_dict::<StringArray>().ok_or("a dictionary of another type")?;
            array.into_iter().for_each(each);
        }
        DataType::Utf8 => array.as_string_opt::<i32>().ok_or("text of another type")?.iter().for_each(each),
        DataType::LargeUtf8 => array.as_string_opt::<i64>().ok_or("text of another type")?.iter().for_each(each),
        DataType::Utf8View => array.as_string_view_opt().ok_or("text of another type")?.iter().for_each(each),
        DataType::Boolean => {
            let array = array.as_boolean_opt().ok_or("truth values of another type")?;
            array.iter().for_each(|value| each(value.map(|value| if value { "1" } else { "0" })));
        }
        DataType::Int8 => shown::<Int8Type>(array, each, |value| Some(value.to_string()))?,
        DataType::Int16 => shown::<Int16Type>(array, each, |value| Some(value.to_string()))?,
        DataType::Int32 => shown::<Int32Type>(array, each, |value| Some(value.to_string()))?,
        DataType::Int64 => shown::<Int64Type>(array, each, |value| Some(value.to_string()))?,
        DataType::UInt8 => shown::<UInt8Type>(array, each, |value| Some(value.to_string()))?,
        DataType::UInt16 => shown::<UInt16Type>(array, each, |value| Some(value.to_string()))?,
        DataType::UInt32 => shown::<UInt32Type>(array, each, |value| Some(value.to_string()))?,
        DataType::UInt64 => shown::<UInt64Type>(array, each, |value| Some(value.to_string()))?,
        DataType::Float16 => shown::<Float16Type>(array, each, |value| Some(f32::from(value).to_string()))?,
        DataType::Float32 => shown::<Float32Type>(array, each, |value| Some(value.to_string()))?,
        DataType::Float64 => shown::<Float64Type>(array, each, |value| Some(value.to_string()))?,
        DataType::Decimal32(..) => decimals::<Decimal32Type>(array, each)?,
        DataType::Decimal64(..) => decimals::<Decimal64Type>(array, each)?,
        DataType::Decimal128(..) => decimals::<Decimal128Type>(array, each)?,
        DataType::Decimal256(..) => decimals::<Decimal256Type>(array, each)?,
        DataType::Date32 => shown::<Date32Type>(array, each, |value| date32_to_datetime(value).map(date_text))?,
        DataType::Date64 => shown::<Date64Type>(array, each, |value| date64_to_datetime(value).map(date_text))?,
        DataType::Timestamp(TimeUnit::Second, _) => {
            shown::<TimestampSecondType>(array, each, |value| timestamp_s_to_datetime(value).map(date_text))?
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            shown::<TimestampMillisecondType>(array, each, |value| timestamp_ms_to_datetime(value).map(date_text))?
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            shown::<TimestampMicrosecondType>(array, each, |value| timestamp_us_to_datetime(value).map(date_text))?
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            shown::<TimestampNanosecondType>(array, each, |value| timestamp_ns_to_datetime(value).map(date_text))?
        }
        _ => return Err("a column without single values"),
    }
    Ok(())
}

/// A day as `2026-01-31`; with the time of day where it is not midnight (UTC).
fn date_text(moment: NaiveDateTime) -> String {
    let day = moment.date();
    if moment == day.and_time(chrono::NaiveTime::MIN) { day.to_string() } else { format!("{day}T{}", moment.time()) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{
        ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float32Array, Float64Array, Int8Array,
        Int64Array, LargeStringArray, NullArray, StringArray, StringViewArray, TimestampMicrosecondArray, UInt64Array,
    };

    use arrow_array::types::Int32Type;

    use super::{Remap, push, readable};
    use crate::source::distinct::Distinct;
    use crate::source::raw::{Column, Hasher, Numbers, Shape};
    use crate::source::value::{Missing, NotNumber};

    fn texts(array: &ArrayRef) -> Vec<String> {
        let (mut column, mut distinct) = (Column::Codes(Vec::new()), Distinct::new(Missing::default()));
        push(array.as_ref(), &Shape::Codes, &mut column, &mut distinct, &mut Remap::default(), &Missing::default())
            .unwrap();
        let value = |&code: &u32| &distinct.values()[code as usize];
        column
            .codes()
            .iter()
            .map(|code| if value(code).missing { "-".to_owned() } else { value(code).text.clone() })
            .collect()
    }

    fn numbers(array: &ArrayRef, missing: &[&str]) -> Numbers {
        let missing = Missing::new(&missing.iter().map(|text| (*text).to_owned()).collect::<Vec<String>>());
        let (mut column, mut distinct) = (Column::Numbers(Numbers::default()), Distinct::new(Missing::default()));
        push(array.as_ref(), &Shape::Numbers, &mut column, &mut distinct, &mut Remap::default(), &missing).unwrap();
        let Column::Numbers(numbers) = column else { panic!("numbers") };
        numbers
    }

    fn arrays() -> Vec<(ArrayRef, [&'static str; 2])> {
        let day = 16_084;
        vec![
            (Arc::new(BooleanArray::from(vec![Some(true), None])), ["1", "-"]),
            (Arc::new(Int8Array::from(vec![Some(-3), None])), ["-3", "-"]),
            (Arc::new(Int64Array::from(vec![Some(1_000_000), Some(0)])), ["1000000", "0"]),
            (Arc::new(UInt64Array::from(vec![Some(u64::MAX), None])), ["18446744073709551615", "-"]),
            (Arc::new(Float64Array::from(vec![Some(1.0), Some(-0.0)])), ["1", "0"]),
            (Arc::new(Float64Array::from(vec![Some(0.1), None])), ["0.1", "-"]),
            (Arc::new(Float32Array::from(vec![Some(0.1), None])), ["0.1", "-"]),
            (
                Arc::new(Decimal128Array::from(vec![Some(100), Some(150)]).with_precision_and_scale(10, 2).unwrap()),
                ["1", "1.50"],
            ),
            (Arc::new(Date32Array::from(vec![Some(day), None])), ["2014-01-14", "-"]),
            (
                Arc::new(TimestampMicrosecondArray::from(vec![
                    i64::from(day) * 86_400_000_000,
                    i64::from(day) * 86_400_000_000 + 3_600_000_000,
                ])),
                ["2014-01-14", "2014-01-14T01:00:00"],
            ),
            (Arc::new(StringArray::from(vec![Some(" a "), None])), ["a", "-"]),
            (Arc::new(LargeStringArray::from(vec![Some("a"), Some("")])), ["a", "-"]),
            (Arc::new(StringViewArray::from(vec![Some("1.0"), None])), ["1", "-"]),
            (Arc::new(NullArray::new(2)), ["-", "-"]),
        ]
    }

    #[test]
    fn every_type_of_single_values_gives_the_text_that_csv_would_have() {
        for (array, expected) in arrays() {
            assert!(readable(array.data_type()), "{}", array.data_type());
            assert_eq!(texts(&array), expected, "{}", array.data_type());
        }
    }

    #[test]
    fn the_hash_of_a_value_does_not_depend_on_its_type() {
        let hash = |array: &ArrayRef| {
            let (mut column, mut distinct) = (Column::Hashes(Vec::new()), Distinct::new(Missing::default()));
            let shape = Shape::Hashes(Hasher::Quick);
            push(array.as_ref(), &shape, &mut column, &mut distinct, &mut Remap::default(), &Missing::default())
                .unwrap();
            column.hashes().to_vec()
        };
        let text: ArrayRef = Arc::new(StringArray::from(vec![Some("17"), None]));
        let whole: ArrayRef = Arc::new(Int64Array::from(vec![Some(17), None]));
        let double: ArrayRef = Arc::new(Float64Array::from(vec![Some(17.0), None]));
        assert_eq!((hash(&text), hash(&double)), (hash(&whole), hash(&whole)));
    }

    #[test]
    fn numbers_of_every_type_are_read_and_what_is_none_is_told() {
        let array: ArrayRef = Arc::new(Float64Array::from(vec![Some(0.5), Some(f64::NAN), Some(f64::INFINITY), None]));
        let read = numbers(&array, &[]);
        assert_eq!(read.odd, [(1, NotNumber::Nan), (2, NotNumber::Infinite)]);
        assert!(read.values[0] == 0.5 && read.values[1..].iter().all(|value| value.is_nan()));
        assert_eq!(numbers(&array, &["NaN"]).odd, [(2, NotNumber::Infinite)]);
        let text: ArrayRef = Arc::new(StringArray::from(vec![Some("0.25"), Some("0,25"), Some(" "), Some("-9")]));
        let read = numbers(&text, &["-9"]);
        assert_eq!((read.values[0], read.odd.as_slice()), (0.25, [(1, NotNumber::Comma)].as_slice()));
        // As a Parquet file gives text.
        let dictionary: DictionaryArray<Int32Type> =
            [Some("0.25"), Some("high"), None, Some("0.25")].into_iter().collect();
        let read = numbers(&(Arc::new(dictionary) as ArrayRef), &[]);
        assert_eq!((read.values[3], read.odd.as_slice()), (0.25, [(1, NotNumber::Text)].as_slice()));
        let decimal: ArrayRef = Arc::new(Decimal128Array::from(vec![35]).with_precision_and_scale(10, 3).unwrap());
        assert_eq!(numbers(&decimal, &[]).values, [0.035]);
        let bool: ArrayRef = Arc::new(BooleanArray::from(vec![true]));
        assert_eq!(numbers(&bool, &[]).values, [1.0]);
    }
}
