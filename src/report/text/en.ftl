# Every text of the report in English. The keys are those of sv.ftl, with the same variables; tests in text/tests.rs hold them alike.

## Grounds, in the order of the Act

ground-sex = sex
ground-gender_identity = transgender identity or expression
ground-ethnicity = ethnicity
ground-religion = religion or other belief
ground-disability = disability
ground-sexual_orientation = sexual orientation
ground-age = age
ground-supplementary = not a ground in the Act

## Verdicts, statuses, states

verdict-disparity = disparity shown
verdict-within_margin = within the margin
verdict-inconclusive = cannot be determined
verdict-not_assessed = not assessed
verdict-inconclusive-there = a disparity is there, its size cannot be determined
verdict-hidden = hidden
verdict-adjusted = assessed after adjustment
verdict-adjusted-see = section 6
verdict-gain-shown = a gain over random beyond the margin
verdict-gain-loss = fewer hits than at random, beyond the margin
verdict-gain-none = no gain over random beyond the margin
verdict-gain-no-loss = no loss against random beyond the margin; a gain was not judged
verdict-gain-open = whether the gain over random is beyond the margin cannot be determined
verdict-gain-not-assessed = not assessed
verdict-one-sided-open = no disadvantage of the group beyond the margin; the other direction was not judged
verdict-one-sided-beyond = the reference is worse off, beyond the margin; only a disadvantage of the group was judged
one-sided-asked = only a disadvantage of the group (one_sided)
key-disparity = larger than the margin
key-within_margin = the whole interval lies within the margin
key-inconclusive = the material is not sufficient
key-not_assessed = not among the comparisons that decide, or could not be made; see Annex C
key-one-sided = only a disadvantage of the named group was judged, and in the other direction the interval is not inside the margin
key-other-way = only a disadvantage of the named group was judged, and the figures show one of the reference beyond the margin
status-in_place = evidence in place
status-flagged = needs a decision
status-inconclusive = cannot be determined
status-incomplete = evidence missing
status-not_applicable = not applicable
status-not_assessed = not assessed
state-signed = signed
state-draft = draft
state-incomplete = incomplete
state-missing = missing
state-wrong_role = wrong role
state-expired = too old
state-superseded = replaced by a later version
state-stale = concerns other results
state-illustration = illustration
verification-verified = checked
verification-verified_in_part = checked in part
verification-verified_secondary = from a secondary source
verification-from_memory = not checked
decision-use = put into use
decision-use_with_conditions = put into use with conditions
decision-wait = wait
decision-not_use = not put into use
decision-stop = stop

## Roles (packs.md, 3.2)

role-process_owner = process owner
    .definite = the process owner
role-lawyer = lawyer
    .definite = the lawyer
role-analyst = analyst
    .definite = the analyst
role-developer = developer
    .definite = the developer
role-data_protection_officer = data protection officer
    .definite = the data protection officer
role-controller = controller (representative)
    .definite = the controller (representative)
role-operations_manager = operations manager
    .definite = the operations manager
role-communications = communications
    .definite = communications
role-system_owner = system owner
    .definite = the system owner
role-archivist = archivist or registrar
    .definite = the archivist or registrar
role-decision_maker = decision maker
    .definite = the decision maker

## Kinds

audit-kind-before_use = Assessment before use
audit-kind-on_change = Assessment before a change
audit-kind-periodic = Recurring assessment
audit-kind-retrospective = Retrospective assessment
audit-kind-illustration = Illustration
system-kind-risk_selection = risk-based selection
system-kind-network = network analysis
system-kind-automated_decision = automated decisions
system-kind-document_interpretation = document interpretation
system-kind-masking = masking of personal data
system-kind-synthetic_data = synthetic test data
system-kind-human_oversight = human oversight
system-kind-decision_support = decision support
system-kind-other = other
design-full = action and outcome are known for everyone
design-full-no-outcome = the action is known for everyone; the material has no outcome
design-two_arm = a model arm and a random arm
design-weighted = known selection probabilities or weights
design-selected_only = the outcome is known for the selected only
pack-kind-statute = Law
pack-kind-supervision = Practice and supervision
pack-kind-case_law = Practice and supervision
pack-kind-standard = Voluntary standards and guidance
pack-kind-guidance = Voluntary standards and guidance
pack-kind-internal = The agency’s own rules
pack-kind-optional = Additions without legal standing
scale-difference = difference
scale-level = level
scale-ratio = ratio
scale-odds_ratio = odds ratio
scale-standardised = effect size
arm-model = model arm
arm-random = random arm
arm-validated = validated groups
group-rest = everyone else
group-overall = everyone
group-pool = the whole pool
group-errors = everyone with the outcome
group-selected = all selected
group-missing = data missing
group-unknown = group unknown
group-all = everyone
group-all_groups = all groups
group-whole = the whole group
group-single = groups by { $attribute }
known-group = as a value of the data
known-membership = as probabilities
nature-real = real cases
nature-simulated = simulated data
nature-synthetic = synthetic data
milestone-margin = the day the margin was set
milestone-results = the day the results of this assessment first existed
milestone-decision = the day of the decision
milestone-use = the system’s first day in use
yes = yes
no = no
and = and
no-data = no information

## Metrics: every entry of the registry

metric-true_positives = selected with the outcome
    .explain = How many were selected and had the outcome.
    .caution = Do not compare counts between groups: they follow the size of the groups.
metric-false_positives = selected without the outcome
    .explain = How many were selected and did not have the outcome.
    .caution = Do not compare counts between groups: they follow the size of the groups.
metric-false_negatives = not selected, with the outcome
    .explain = How many were not selected but had the outcome.
    .caution = Do not compare counts between groups: they follow the size of the groups.
metric-true_negatives = not selected, without the outcome
    .explain = How many were not selected and did not have the outcome.
    .caution = Do not compare counts between groups: they follow the size of the groups.
metric-group_share = group share
    .explain = How large a part of all, or of all selected, belongs to the group; descriptive, decides nothing.
metric-representation = representation
    .explain = The group’s share of the selected compared with its share of everyone.
    .caution = Descriptive only: it says the same as the selection rate against that of everyone, and decides nothing.
metric-class_imbalance = size of the group against the rest
    .explain = How much larger everyone else is than the group, as a part of all: 0 is half and half, 1 is nobody in the group.
    .caution = It says how large the group is, nothing of how the system treats it.
metric-representativeness = how the pool mirrors the intended population
    .explain = The group’s share of the pool less its share of the population that the system is meant for, in standard deviations of the latter.
    .formula = The share among cases whose group is known, less the intended share; divided by the root of the intended share times one less it.
    .caution = Descriptive only. A group without cases is shown, since that is what is to be seen; without an intended share there is no figure.
metric-missing_share = missing share
    .explain = How large a part of the group’s cases lacks the outcome or the score; and how large a part of all lacks the attribute itself.
    .formula = Cases without the item divided by all cases; of two arms in each by itself.
    .caution = A missing item never counts as a negative one. Where more is missing in one group, its other figures say less.
metric-missing_share-outcome = share without a known outcome
metric-missing_share-score = share without a score
metric-base_rate = base rate
    .explain = How common the outcome is in the whole group, whatever the model.
    .caution = A difference here is about the world or about what was found, not about the decisions.
metric-selection_rate = selection rate
    .explain = How large a part of the group was selected.
    .caution = The ratio of selection rates says nothing about the ratio of non-selection rates; show both.
metric-non_selection_rate = non-selection rate
    .explain = How large a part of the group was not selected.
metric-true_positive_rate = detection rate
    .explain = How large a part of those with an error was selected.
metric-false_positive_rate = wrongly selected rate
    .explain = How large a part of those without error was selected anyway.
metric-true_negative_rate = correctly left alone rate
    .explain = How large a part of those without error was not selected.
    .caution = Its difference mirrors that of the wrongly selected rate; its ratio does not.
metric-false_negative_rate = miss rate
    .explain = How large a part of those with an error was not selected.
    .caution = Its difference mirrors that of the detection rate; its ratio does not.
metric-positive_predictive_value = precision
    .explain = How large a part of those selected and checked had an error.
metric-negative_predictive_value = share without error among those not selected
    .explain = How large a part of those not selected had no error.
metric-false_discovery_rate = share without error among selected
    .explain = How large a part of those selected and checked had no error.
metric-false_omission_rate = share with error among those not selected
    .explain = How large a part of those not selected had an error.
metric-accuracy = accuracy
    .explain = How large a part of all cases the model judged right; says little when errors are rare.
    .caution = Hides opposite errors: two groups can have the same accuracy and be hit differently.
metric-balanced_accuracy = balanced accuracy
    .explain = The mean of the detection rate and the correctly left alone rate.
metric-f1_score = F1 score
    .explain = Precision and detection rate weighed together; 1 is best.
    .caution = Depends on how common the outcome is; do not compare groups where that differs.
metric-jaccard_index = overlap (Jaccard)
    .explain = Those selected with an error as a part of all who are selected or have one.
metric-matthews_correlation = correlation of selection and outcome
    .explain = How well selection and outcome go together; 0 is not at all, 1 is wholly.
    .formula = The correlation between being selected and having the outcome, both counted as 0 or 1.
metric-cohen_kappa = agreement (kappa)
    .explain = How often selection and outcome agree beyond chance.
    .formula = The share that agrees, less what chance would give, divided by the most that is possible beyond chance.
metric-youden_j = Youden’s index
    .explain = Detection rate plus correctly left alone rate, minus 1.
metric-positive_likelihood_ratio = likelihood ratio of the selected
    .explain = Detection rate divided by the wrongly selected rate.
metric-negative_likelihood_ratio = likelihood ratio of those not selected
    .explain = Miss rate divided by the correctly left alone rate.
metric-predicted_to_observed_ratio = selected per outcome
    .explain = The number selected divided by the number with the outcome.
metric-error_balance = missed errors of all misjudged cases
    .explain = Missed errors as a part of all cases that were misjudged.
    .caution = Says nothing about how many the errors are.
metric-lift = gain over random
    .explain = How much more often the model’s picks hit an error than a random pick.
    .formula = Precision divided by the base rate of the group.
metric-true_positive_share = selected with the outcome, of all
    .explain = Those selected with the outcome, as a part of everyone.
metric-false_positive_share = selected without the outcome, of all
    .explain = Those selected without the outcome, as a part of everyone.
metric-false_negative_share = not selected with the outcome, of all
    .explain = Those not selected who had the outcome, as a part of everyone.
metric-true_negative_share = not selected without the outcome, of all
    .explain = Those not selected and without the outcome, as a part of everyone.
metric-burden_ratio = checked without error per 1,000 with error
    .explain = How many are checked in vain for each thousand with an error.
    .formula = The number selected without the outcome divided by the number selected with it; times a thousand in a report.
metric-excess_selected = number selected beyond an equal share
    .explain = How many more of the group were selected than if its share had been that of the reference group.
metric-equalized_odds = equal error rates
    .explain = The larger of the differences in detection rate and in wrongly selected rate.
    .caution = The verdict is what its two parts give together; the figure itself is not tested.
metric-average_odds = average difference of error rates
    .explain = The mean of the two differences; opposite signs cancel.
    .caution = A value near 0 does not show equal treatment: opposite differences cancel.
metric-average_absolute_odds = average distance of error rates
    .explain = The mean size of the two differences.
metric-predictive_parity = equal precision
    .explain = The larger of the differences in precision among the selected and among those not selected.
    .caution = The word is often used of precision alone; both are meant here.
metric-average_predictive_value = average difference of predictive values
    .explain = The mean of the differences in precision and in errors among those not selected; opposite signs cancel.
    .caution = Given where the plan asks for it. It has nothing to do with calibration, as some tools call it; a value near 0 does not show equal treatment.
metric-generalised_equalized_odds = larger difference of mean scores at equal outcome
    .explain = The larger of the differences in mean score among those with the outcome and among those without.
    .caution = Given where the plan asks for it; the two differences themselves have limits.
metric-breslow_day_homogeneity = test of whether one figure fits all kinds of case
    .explain = How unusual differences this large between kinds of case would be if the odds ratio were the same in all of them.
    .formula = The deviations from the numbers that one single odds ratio would give, squared and divided by their variance, summed over the kinds of case.
    .caution = A high p does not show that the disparity is the same everywhere.
metric-demographic_disparity = share of those not selected against share of the selected
    .explain = The group’s share of those not selected minus its share of the selected.
    .caution = Depends on how large a part is selected; describes, decides nothing.
metric-conditional_demographic_disparity = the same among comparable cases
    .explain = The group’s share of those not selected minus its share of the selected, pooled over kinds of case.
metric-adjusted_odds = odds ratio among cases alike in the factors
    .explain = The odds in the group divided by those in the reference group, with the factors held alike by a regression.
    .formula = The number e to the power of the group’s coefficient in a logistic regression on the group and the factors.
    .caution = An odds ratio is no ratio of rates. Factors that carry the disparity themselves hide it.
metric-overlap = share with comparable cases
    .explain = How large a part of the group’s cases has cases of the reference group that are alike in the factors.
metric-gap_composition = goes with differences in the factors
    .explain = The part of the unadjusted disparity that goes with a different mix of cases; it says nothing about whether that is justified.
    .caution = Arithmetic, not cause.
metric-gap_rates = remains among cases alike in the factors
    .explain = The part of the unadjusted disparity that remains among cases alike in the factors.
    .caution = Arithmetic, not cause.
metric-gap_not_comparable = lies with cases without counterpart
    .explain = The part of the unadjusted disparity that lies with cases of a kind that only one of the groups has.
    .caution = Arithmetic, not cause.
metric-mean_score = mean score
    .explain = The mean of the scores in the group.
    .caution = Scores without a declared range have only an order, and no mean.
metric-score_quantile = score quantile
    .explain = The lowest score that so large a part of the group does not exceed: a tenth, a quarter, half, three quarters, nine tenths.
    .caution = Scores without a declared range have none. With few different scores it jumps from one to the next.
metric-kolmogorov_smirnov = largest distance between score distributions (Kolmogorov–Smirnov)
    .explain = The largest difference in the share of the groups that any threshold whatever would select; within a group between those with and those without the outcome.
    .formula = The largest distance, over all scores, between the shares at or below the score in the group and in the reference group. Within a group: between those with and those without the outcome.
    .caution = Above 0 by chance alone; a verdict is taken on the difference at stated thresholds.
metric-wasserstein_distance = distance between score distributions (Wasserstein)
    .explain = How far apart the scores of the groups lie on average, in units of the score; the same as the mean difference in the share selected over all thresholds.
    .formula = The area between the distribution functions of the groups; with ranked scores a number between 0 and 1.
    .caution = Does not say in which direction; its two signed parts stand beside it.
metric-at-threshold = share with a score of { $threshold } or more
share-at-threshold = with a score of { $threshold } or more
metric-threshold_disparity_curve = disparity at each threshold
    .explain = The difference in the share at or above each threshold.
metric-superiority = chance of a higher score
    .explain = How often somebody drawn at random from the group has a higher score than somebody drawn from the reference group, ties counted half; 0.5 is as often.
    .formula = Of all pairs of one person of the group and one of the reference group: the share in which the former has the higher score, plus half the share of ties.
metric-mean_score_given_outcome = mean score of those with and without the outcome
    .explain = The mean of the scores of those in the group who have the outcome, and of those who lack it.
    .caution = Differs between groups whose scores are equally right where the outcome is differently common.
metric-population_stability_index = stability index between the groups
    .explain = A measure of how differently the scores of the groups are spread over the same bins; 0 is alike. What chance alone would give stands beside it.
    .formula = The difference of the shares in each bin times the logarithm of their ratio, summed; one half is added to every count.
    .caution = The rules of thumb 0.1 and 0.25 ignore the number of cases.
metric-jensen_shannon_distance = distance between score distributions (Jensen–Shannon)
    .explain = A measure of how differently the scores of the groups are spread over the same bins; 0 is alike, 0.83 is nothing in common.
    .formula = The root of the mean divergence of both distributions from their average, with natural logarithms.
    .caution = Grows with the number of bins and is above 0 by chance alone.
metric-total_variation_distance = share of scores that differ (total variation)
    .explain = How large a part of the group would need another score for the two groups to have the same distribution.
    .formula = Half the sum of the differences in share over all bins, without sign.
    .caution = Grows with the number of bins and is above 0 by chance alone.
metric-hellinger_distance = distance between score distributions (Hellinger)
    .explain = A measure of how differently the scores of the groups are spread over the same bins; 0 is alike, 1 is nothing in common.
    .formula = The root of 1 less the sum of the roots of the products of the shares in each bin.
    .caution = Grows with the number of bins and is above 0 by chance alone.
metric-auc = ranking ability (AUC)
    .explain = How often the model scores a case with an error above one without; 0.5 is chance, 1 is always.
    .formula = Of all pairs of one case with the outcome and one without: the share in which the former has the higher score, plus half the share of ties.
    .caution = Equal values do not show equal treatment: where the groups lie relative to each other is not seen. Among the selected it is too low.
metric-xauc = ranking across groups (xAUC)
    .explain = How often somebody in the group with the outcome has a higher score than somebody in the reference group without it; compare with the reverse.
    .caution = Differs where outcomes are differently common, even when the scores are right.
metric-bpsn_auc = others with the outcome over the group without it
    .explain = How often somebody else with the outcome has a higher score than somebody in the group without it; low means that false alarms fall on the group.
    .caution = Differs where outcomes are differently common, even when the scores are right.
metric-bnsp_auc = the group with the outcome over others without it
    .explain = How often somebody in the group with the outcome has a higher score than somebody else without it; low means that the group’s cases with the outcome are missed.
    .caution = Differs where outcomes are differently common, even when the scores are right.
metric-abroca = area between the ROC curves
    .explain = How far apart the ranking ability of the groups lies over all thresholds; more than 0 by chance alone, and what chance would give stands beside it.
    .formula = The area between the two groups’ curves of the detection rate against the wrongly selected rate, without sign.
    .caution = Does not say which group is ranked better.
metric-average_precision = average precision
    .explain = The mean precision over all cases with the outcome, from the highest score down; by chance it is as large as the share with the outcome, so groups cannot be compared on it directly.
    .formula = The precision at each score, weighed by how much the detection rate grows there, summed from the highest score down.
    .caution = Do not compare groups directly: the level of chance is the group’s own share with the outcome, which stands beside it.
metric-precision_at_capacity = precision at capacity
    .explain = Of the group’s cases among the first k by score: the share with the outcome.
metric-recall_at_capacity = share found at capacity
    .explain = Of the group’s cases with the outcome: the share among the first k by score.
metric-skew_at_k = skew at k
    .explain = The logarithm of the group’s share of the first k divided by its share of all; 0 is an equal part, above 0 a larger one.
    .caution = Says the same as the group’s share of the list against its share of all, only on a log scale.
metric-exposure = exposure in the list
    .explain = How high the group stands in the list by score: the mean of the weights of its places, where place 1 weighs 1, place 3 a half and place 7 a third.
    .caution = Fits lists that are read from the top. Where a list is cut at a limit, the share among the first k says more.
metric-list_divergence = how unevenly the group is spread over the list
    .explain = How far the group’s share of the first in the list lies from its share of all, weighed over all places; 0 is an even spread. Without sign: whether the group stands high or low is not said.
    .formula = For every place: how the group’s share so far diverges from its share of all (Kullback–Leibler), weighed by 1 over the base-2 logarithm of the place plus 1, divided by the sum of the weights. Two other ways read every tenth place only.
    .caution = Fits lists that are read from the top; above 0 by chance alone.
metric-calibration_in_the_large = calibration in the large
    .explain = Whether scores are on average too high or too low.
    .formula = The share with the outcome less the mean score; above 0 the scores are too low.
    .caution = A value near 0 does not show that the scores are right: errors of both signs cancel.
metric-observed_expected_ratio = observed over expected
    .explain = The number with the outcome divided by the sum of the scores; 1 is right.
    .caution = A value near 1 does not show that the scores are right: errors of both signs cancel.
metric-calibration_slope = calibration slope
    .explain = Whether high scores are too high and low too low, or the reverse; 1 is right.
    .formula = The slope of a logistic regression of the outcome on the log odds of the score; below 1 the scores are too extreme.
metric-brier_score = Brier score
    .explain = A measure of the error of scores; 0 is best.
    .formula = The mean of the score less the outcome (1 or 0), squared.
    .caution = Do not compare groups where the outcome is differently common: it is lower where the outcome is rare.
metric-expected_calibration_error = expected calibration error
    .explain = How far scores are on average from the actual share of errors.
    .formula = The distance between mean score and share with the outcome in each of ten bins, weighed by the number in the bin.
    .caution = Do not compare groups of different size, and set no margin on it: noise alone gives a number above 0, which stands beside it. With the noise taken off it may fall below 0.
metric-maximum_calibration_error = maximum calibration error
    .explain = The largest distance between mean score and actual share in any of ten classes of equal width. A small class often decides it; the number of cases is that of the class.
    .caution = Do not compare groups: the limits do not know that the class was picked for being the worst.
metric-calibration_intercept = calibration intercept
    .explain = Whether scores are too high (below 0) or too low (above 0), on the scale of log odds; 0 is right.
    .formula = The constant of a logistic regression of the outcome on the log odds of the score, with the slope held at 1.
metric-calibration_intercept_with_slope = intercept with free slope
    .explain = The level that goes with the estimated slope; it cannot be read by itself.
    .formula = The constant of the same regression that gives the slope.
metric-smooth_calibration_error = smooth calibration error
    .explain = How far scores are on average from the actual share of errors, smoothed along the score instead of divided into bins.
    .formula = Score less outcome, smoothed along the score by a kernel whose width is the value of the metric itself; the area of the smoothed curve without sign.
    .caution = Do not compare groups of different size: noise alone gives a number above 0.
metric-cumulative_calibration_error = cumulative calibration error
    .explain = How much outcomes and scores differ at most when the deviations are added up from low to high scores.
    .formula = Outcome less score, divided by the number, added up from the lowest score; the highest value of that sum less its lowest.
metric-log_loss = log loss
    .explain = How unlikely the outcomes were according to the scores; 0 is best.
    .formula = Minus the mean of the logarithm of the chance that the score gave to what happened.
    .caution = Do not compare groups where the outcome is differently common: it is lower where the outcome is rare.
metric-brier_score_miscalibration = Brier score: miscalibration
    .explain = The part of the Brier score that goes away if scores are replaced by the actual share at the same score.
metric-brier_score_discrimination = Brier score: discrimination
    .explain = How much the scores, at the right level, lower the Brier score against the same score for all.
metric-brier_score_uncertainty = Brier score: uncertainty
    .explain = The Brier score if all had the group’s share as their score.
metric-log_loss_miscalibration = log loss: miscalibration
    .explain = The part of the log loss that goes away if scores are replaced by the actual share at the same score.
metric-log_loss_discrimination = log loss: discrimination
    .explain = How much the scores, at the right level, lower the log loss against the same score for all.
metric-log_loss_uncertainty = log loss: uncertainty
    .explain = The log loss if all had the group’s share as their score.
metric-reliability_curve = reliability curve
    .explain = The actual share of errors at each score; the diagonal is right.
metric-spiegelhalter_z = Spiegelhalter’s test
    .explain = Whether the Brier score is larger than it would be if the scores were right, in standard deviations.
    .formula = The Brier score less the one that the score itself promises, divided by its standard deviation.
    .caution = Decides nothing: blind where errors below and above one half cancel.
metric-hosmer_lemeshow = Hosmer–Lemeshow test
    .explain = How much outcomes deviate from scores in about ten classes of equal size. Made only where the plan asks for it: it depends on the classes, sees little in small groups and rejects everything in large ones.
    .formula = In each class: the number observed less the number expected, squared, divided by the variance; summed over the classes.
    .caution = A p above 0.05 does not show that the scores are right.
metric-calibration_group_effect = effect of the group, the score taken at its word
    .explain = The log odds ratio of the outcome between group and reference at equal score, the score taken at its word; 0 is no difference.
    .formula = The coefficient of the group in a logistic regression of the outcome that takes in the log odds of the score with a slope of 1.
    .caution = Not the same as the difference in outcomes at equal score: an error common to all acts differently on different scores.
metric-calibration_interaction = difference in calibration by group
    .explain = The difference of the calibration slopes of the groups, with a test of whether intercept and slope differ.
    .formula = The difference between the groups’ slopes in a logistic regression of the outcome on the log odds of the score.
metric-cumulative_calibration_difference = difference in outcomes at equal score
    .explain = The share with the outcome in the group minus the share in the reference group at the same score, on average over the group’s scores.
metric-group_calibration_gap = gap between the groups’ curves
    .explain = How far the share with the outcome lies on average from that of the reference group at the same score, without sign.
    .formula = The distance between the groups’ rising curves of the share with the outcome, on average over the scores that both have.
metric-multicalibration_error = largest cumulative error among the groups
    .explain = The largest cumulative calibration error among the crossed groups, in standard deviations.
    .formula = The cumulative calibration error divided by its standard deviation, in the group where it is largest.
    .caution = Gets large for trifles in a very large group; read the size of the error itself beside it.
metric-homogeneity_test = test of whether the groups differ at all
    .explain = How unusual a result this large would be if all groups had the same share.
    .formula = The chi-square sum over the shares of the groups; where expected numbers are small the groups are drawn anew among the same cases.
    .caution = The p depends on the number of cases and says nothing of how large the disparity is.
metric-disparity_change = change of the disparity
    .explain = The disparity now minus the disparity at the baseline.
metric-rate_change = change of the share
    .explain = The share now minus the share at the baseline.
metric-proxy_strength = proxy strength
    .explain = How well the model’s inputs, singly or jointly, can predict a protected ground; 0.5 is chance, 1 is certain.
    .formula = The area under the curve on the fifth of the cases that was left out, in turn: from how common the group is where the inputs are the same, or from a logistic regression on the inputs with a small penalty (ridge), whichever gives the larger area.
metric-proxy_auc = how well the probabilities identify the group (AUC)
    .explain = How often a member has a higher probability than a non-member; 0.5 is chance, 1 is always.
    .caution = Says nothing of how wrong the weighted rates are.
metric-proxy_brier_score = mean squared error of the probabilities
    .explain = The mean squared distance between the probability and the true group; 0 is right everywhere.
    .formula = The mean of the probability less the truth (1 or 0), squared.
metric-proxy_calibration_in_the_large = share of the group less the mean probability
    .explain = Whether the probabilities are on average too high (below 0) or too low (above 0).
metric-proxy_error = error of the weighted estimate
    .explain = The weighted estimate minus the share in the true group, where it is known.
    .caution = Holds for the cases whose group is known; it says nothing of others.
metric-group_population_estimate = estimated size of the group
    .explain = The size of the group in the pool, estimated from the random arm.
    .formula = The group’s share of the random arm times the size of the pool.
metric-checking_rate = checking rate
    .explain = How large a part of those selected has a known outcome. Who was not checked but counts as an outcome by the plan is not seen here.
    .caution = Where it differs between groups, what rests on checked cases may be skewed.
metric-model_arm_share = share picked by the model
    .explain = How large a part of the group’s checked cases the model picked.

## What the share is of: stands after "andelen" / "the share"

share-selection_rate = { $stage }
share-non_selection_rate = not { $stage }
share-base_rate = with the outcome { $outcome }
share-positive_predictive_value = with the outcome { $outcome } among those { $stage }
share-false_discovery_rate = without the outcome { $outcome } among those { $stage }
share-negative_predictive_value = without the outcome { $outcome } among those not { $stage }
share-false_omission_rate = with the outcome { $outcome } among those not { $stage }
share-true_positive_rate = { $stage } among those with the outcome { $outcome }
share-false_positive_rate = { $stage } among those without the outcome { $outcome }
share-true_negative_rate = not { $stage } among those without the outcome { $outcome }
share-false_negative_rate = not { $stage } among those with the outcome { $outcome }
share-missing_share-outcome = of cases without a known outcome
share-missing_share-score = of cases without a score
share-checking_rate = cases with a known outcome among those { $stage }

## Notes: why a number is missing, bounded or to be read with care (methods/README.md)

note-no_cases = there are no cases to count
note-no_positives = none of the cases that count here has the outcome
note-no_negatives = all of the cases that count here have the outcome
note-none_selected = nobody in the group is at the stage
note-all_selected = everybody in the group is at the stage
note-no_events = the share is zero in both groups; the ratio does not exist
note-reference_has_no_events = the share is zero in the reference group; the ratio has a lower limit only
note-zero_cell = a count in the table is zero; the odds ratio, or the logarithm of a ratio, has limits only
note-unbounded = the interval has no limit on one side
note-margins_leave_no_freedom = everybody or nobody has the outcome; the data cannot say anything
note-clipped = a figure was cut at the edge of its range
note-effective_n_capped = the effective number was set to the number of rows
note-weighted = the test does not apply to weighted data
note-weights_too_uneven = the weights are too uneven to determine anything
note-single_unit_stratum = a sampling stratum has one unit only; the uncertainty cannot be computed
note-cluster_variance_assumed = the correlation within clusters was assumed in the plan, not measured
note-few_clusters = too few independent clusters to determine anything
note-group_absent = the group stands in the plan but not in the data
note-single_group = the attribute has one group only; there is nothing to compare with
note-reference_absent = the reference group is not in the data
note-groups_left_out = groups without a value are left out of the aggregate
note-outcome_missing = cases without a known outcome are left out
note-outcome_only_for_selected = the outcome is known for the selected only
note-not_defined_for_design = the design or the data do not give this metric
note-not_identified = the cases cannot be compared: no kind of case holds both groups
note-impossible_estimate = the estimate fell outside what is possible and is not shown
note-no_reference_cases_in_random_arm = the random arm holds no cases of the group; only a limit can be given
note-tables_not_joined = would need tables that were never joined
note-tables_disagree = tables of the same people have different totals
note-suppressed_cells = counts were hidden or rounded when the data were supplied; the figure lies between the outer bounds
note-suppressed = hidden so that individuals cannot be recognised
note-bounds_only = only outer bounds can be given
note-little_overlap = part of the cases have no counterpart in the other group
note-strata_differ = the disparity differs between kinds of case; one number does not fit all
note-variance_not_estimable = the uncertainty cannot be computed
note-variance_smoothed = the uncertainty is smoothed for small counts
note-collinear = a factor that follows from the others was left out
note-separation = the score or the factors separate the outcomes completely
note-too_few = fewer than 20 events or non-events in a group
note-too_few-means = fewer than 20 cases in a group, or too few for the limits of a mean where scores lie so unevenly around it
note-too_few_events = too few events for a reliable value
note-exact_guard = small group: the verdict did not hold in the exact test
note-no_margin = the plan has no margin for the comparison
note-near_margin = the value lies within one standard error of the margin: many times as many cases would be needed, more the more comparisons are judged together, and no number can be given
note-not_detectable = with so few cases no verdict could have been reached, however large the disparity
note-multiplicity = a single comparison would have read otherwise; the verdict allows for there being several
note-exploratory-inside = exploratory: an exploratory comparison is never called within the margin
note-exploratory-several = exploratory: after allowing for the number of comparisons the data do not decide
note-known-no_positives = nobody whose group is known belongs to the group
note-known-no_negatives = everybody whose group is known belongs to the group
note-known-too_few_events = too few whose group is known belong to the group, or to others, for a reliable value
note-p_at_most = the p-value is smaller than can be written
note-bootstrap_undefined = the statistic did not exist in too many of the draws
note-not_a_probability_score = the score is not declared a probability
note-score_constant = all cases have the same score
note-log_infinite = scores of 0 or 1, whose log odds are infinite or which the outcome contradicts
note-range_restricted = computed among the selected, where scores are cut off
note-empty_bins = some score bins hold no cases of one group
note-ties_at_k = the cut falls among cases with equal scores
note-binning_bound = scores were grouped; the true value lies between the outer bounds
note-proxy_too_weak = the proxy is too weak
note-misclassification_inconsistent = the error rates of the proxy do not agree with the data
note-maxima_not_unique = the probabilities cannot be told apart
note-proxy_not_calibrated = the probabilities do not agree with what is known of the group’s share: from the plan, or from those whose group is known
note-unknown_membership = there are cases without probabilities
note-cells_merged = small cells of the proxy were merged
note-no_heterogeneity = the cells differ no more than by chance
note-too_few_cells = too few cells for shrunken values
note-below_support = the subgroup is too small to be searched
note-search_capped = the search did not go to full depth
note-rare_events = events are too rare for measures of heterogeneity
note-immature = the outcomes are not yet known

## Warnings about the whole audit; where, and how many, is added by warning-place

warning-not_assessed_yet = The plan asks for something that this version of the tool does not compute yet.
warning-duplicate_ids = The same id occurs more than once in the data.
warning-near_duplicate_names = Two group names are nearly alike; they count as different groups.
warning-attribute_missing = The group is missing for some cases. They are shown apart and compared with nobody.
warning-attribute_missing-taken = A group is called like a mark for missing values. It is taken as a group and compared; list the mark in data.format.missing if it means that nothing is known.
warning-decision_missing = The stage is missing for some cases. They count in the pool but in no share.
warning-decision_missing-arm = The column of the arm holds values that the plan does not list, or none. These cases are in no arm.
warning-decision_unlisted = The column of the stage holds values that the plan does not list. They count as not at the stage.
warning-score_missing = The score is missing for some cases.
warning-score_missing-all = The plan names a score, but it is missing for every case. Nothing that needs a score can be computed.
warning-outcome_missing = The outcome is missing for some cases. They never count as without error.
warning-outcome_missing-all = The plan names an outcome, but it is missing for every case. Nothing that needs an outcome can be computed.
warning-attributes_ignored = Attributes in the data that the plan does not name were not assessed.
warning-columns_ignored = Columns in the data that the plan does not name were not read.
warning-facts_ignored = The plan states a fact that no loaded rule pack asks for. It changes nothing.{ $has_near ->
        [yes] {" "}Did you mean { $near }?
       *[no] {""}
    }
warning-facts_ignored-word = The plan gives the word { $word } for a fact, and no rule pack knows that word. The fact counts as unknown and excludes no provision.{ $has_near ->
        [yes] {" "}Did you mean { $near }?
       *[no] {""}
    }
warning-format_sniffed = The format of the file was sniffed, not stated in the plan.
warning-names_escaped = A name in the data holds control characters; they are shown by their code.
warning-worse_than_chance = Youden’s index (the detection rate less the wrongly selected rate) lies below 0 with its whole interval: cases with the outcome are selected less often than cases without it.
warning-reference_small = The reference group { $group } is not among the two largest groups; intervals against it are wider than against a larger one.
warning-outcome_differs_by_arm = The outcome does not mean the same in every arm.
warning-overlap_not_recorded = It is not recorded which of the random arm the model picked as well.
warning-margin_after_results = The margin was set when the results were already known.
warning-membership_rescaled = Probabilities that did not sum to 1 were rescaled.
warning-no_disclosure_control = Small figures are not hidden. The report is internal.
warning-comparisons_hidden = Deciding comparisons are hidden so that individuals cannot be recognised.
warning-gate_off = Gates are off, since the assessment is an illustration.
warning-law_pack_old = A rule pack was read long before the day that counts.
warning-sealed_changed = The plan was changed after it was sealed.
warning-several_versions = The system changed during the period. The results concern all the versions together.
warning-period_missing = A period is missing from the series.
warning-outcome_only_for_selected-arm = In the random arm the outcome is known for the selected alone. What the random arm is there for, the outcomes of the others, is missing: figures of all cases that rest on it say nothing of those who were not selected.
warning-tables_disagree = The tables { $a } and { $b } are of the same people and have different totals ({ $a } against { $b }): { $totals }.
warning-tables_disagree-cases = cases { $a } against { $b }
warning-tables_disagree-model = in the model arm { $a } against { $b }
warning-tables_disagree-outcome = with the outcome { $a } against { $b }
warning-groups_left_out-validated = True groups that the probabilities have no class for count as none of the groups.
warning-groups_left_out-totals = Known shares of all cases are given for some of the groups only. The probabilities are held against those shares and are not adjusted to them. Groups without a known share: { $groups }.
warning-not_defined_for_design-top = A list of the first { $k } is longer than the number of cases that have a score. There are no figures for it.
warning-unknown_membership-key = The key of these cases is not in the table of probabilities. They have no probabilities from it.
warning-cells_merged-cell = Cases in one cell have different probabilities. The figures that go by the cells use the mean probability of each.
warning-note = { $note }.
warning-place = ({ $place })
warning-value = { $value } ({ $count })
warning-values-other = other values ({ $count })
warning-count = number: { $count }

## Sentences: evidence-map.md 1.3. Never stronger than this.

w-disp = { $adjusted ->
        [yes] After adjustment,
       *[no] { $estimated ->
            [yes] As estimated from the material,
           *[no] In the material,
        }
    } the share { $share } is { $direction ->
        [higher] higher
       *[lower] lower
    } among { $group } ({ $p1 }) than among { $reference } ({ $p2 }). { $scale ->
        [ratio] { $estimated ->
            [yes] The estimated ratio
           *[no] The ratio
        }
        [odds_ratio] { $estimated ->
            [yes] The estimated odds ratio
           *[no] The odds ratio
        }
       *[difference] { $estimated ->
            [yes] The estimated difference
           *[no] The difference
        }
    }{ $apart ->
        [yes] , computed before rounding,
       *[no] {""}
    } is { $d } ({ $level }% interval: { $lo } to { $hi }), outside the stated margin ({ $m }). This may be a circumstance of relevance when indirect discrimination is assessed. Whether it is, and whether the measure can be justified, is not decided by this tool.
w-disp-other = { $adjusted ->
        [yes] After adjustment,
       *[no] { $estimated ->
            [yes] As estimated from the material,
           *[no] In the material,
        }
    } { $what } is { $direction ->
        [higher] higher
       *[lower] lower
    } for { $group } than for { $reference }. { $scale ->
        [ratio] { $estimated ->
            [yes] The estimated ratio
           *[no] The ratio
        }
        [odds_ratio] { $estimated ->
            [yes] The estimated odds ratio
           *[no] The odds ratio
        }
       *[difference] { $estimated ->
            [yes] The estimated difference
           *[no] The difference
        }
    } is { $d } ({ $level }% interval: { $lo } to { $hi }), outside the stated margin ({ $m }). This may be a circumstance of relevance when indirect discrimination is assessed. Whether it is, and whether the measure can be justified, is not decided by this tool.
the-measure = the measure { $metric }
w-errs = Among { $group } { $own ->
        [little] the score says too little on average, the outcome is more common than it says
        [much] the score says too much on average, the outcome is less common than it says
       *[right] the score is right on average
    } (the share with the outcome less the mean score: { $a }). Among { $reference } { $other ->
        [little] it says too little
        [much] it says too much
       *[right] it is right
    } ({ $b }).
the-share = the share { $stage }
w-within = The material indicates that the { $adjusted ->
        [yes] adjusted difference
       *[no] difference
    } between { $group } and { $reference } at the stage { $stage } is smaller than the margin ({ $m }). This holds only for the population and period examined, the groups that could be measured and the stages reported.
w-within-other = The material indicates that the { $adjusted ->
        [yes] adjusted difference
       *[no] difference
    } between { $group } and { $reference } in { $metric } is smaller than the margin ({ $m }). This holds only for the population and period examined, the groups that could be measured and the stages reported.
w-one-sided = Only a disadvantage of { $group } was judged.
w-one-sided-open = The material indicates no disadvantage of { $group } against { $reference } beyond the margin ({ $what }; margin { $m }). Only a disadvantage of { $group } was judged. The interval is not inside the margin in the other direction, so that the material does not show that { $reference } is not worse off. This holds only for the population and period examined, the groups that could be measured and the stages reported.
w-one-sided-beyond = By the figures it is { $reference } who are worse off than { $group } ({ $what }): { $d }{ $ranged ->
        [yes] {" "}({ $level }% interval: { $limits })
       *[no] {""}
    }, beyond the margin ({ $m }). The plan asks only for a disadvantage of { $group }, so that this was not judged. That no disadvantage of { $group } is shown does not mean that there is none of { $reference }.
w-exploratory-inside = The difference between { $group } and { $reference } ({ $what }) is { $d } ({ $level }% interval: { $lo } to { $hi }), and the interval lies inside the margin ({ $m }). The comparison is exploratory, and an exploratory comparison is never judged to be within the margin: its verdict can only be that a disparity is shown, or that nothing is determined.
w-exploratory-several = The difference between { $group } and { $reference } ({ $what }) is { $d } ({ $level }% interval: { $lo } to { $hi }); the margin is { $m }. The interval is that of the comparison alone. After allowing for the number of comparisons the data do not decide. The comparison is exploratory.
w-exploratory-more = The same holds for { $n-n ->
        [one] one more exploratory comparison
       *[other] { $n-words } more exploratory comparisons
    }: the interval alone would decide, but the verdict is open.
w-inc = The material is not sufficient to tell whether there is a difference of importance for { $group }{ $adjusted ->
        [yes] {" "}after adjustment
       *[no] {""}
    }.{ $detectable ->
        [yes] {" "}The smallest difference that could have been detected is { $mde }.
        [none] {" "}With so few cases no verdict could have been reached, however large the difference.
       *[unknown] {""}
    } That no difference was shown does not mean that there is none.
w-noout = Outcomes are known for checked cases only. Without a random sample or valid weights, the share of missed errors and the share selected without error cannot be compared between groups.
w-direct = The model or the rules use the input { $input }, which { $link ->
        [concerns] concerns
       *[associated] is very strongly associated with
    } { $ground }. This calls for a legal assessment whatever the statistical results.
w-just = The authority has stated { $parts } in Annex { $annex }. The tool reproduces but does not review what was stated. The following measurements belong to it: { $list }.
w-miss = { $n-n ->
        [one] Statement missing
       *[other] Statements missing
    }: { $statement }. Responsible role: { $role }.
w-miss-state = { $n-n ->
        [one] One statement does not count
       *[other] Statements do not count
    } ({ $state }): { $statement }. Responsible role: { $role }.
w-na = { $role } has considered the provision not applicable: { $reason } ({ $date }).
w-ok = The material asked for by the rule pack is present. This does not mean that the provision is complied with.
w-date = The provision applies from { $date }.{ $by ->
        [transition] {" "}The system was put into service before { $cutoff }. For it the requirements apply only from “significant changes” in its design, and at the latest on { $latest } (AI Act, Article 111(2)).
        [planned] {" "}According to the assessment plan the system is put into service before { $cutoff }. The requirements then apply to it only from “significant changes” in its design, and at the latest on { $latest } (AI Act, Article 111(2)).
        [change] {" "}The system was put into service before { $cutoff }, and “significant changes” in its design are dated { $change }. For it the requirements apply from that day (AI Act, Article 111(2)).
       *[provision] {""}
    } The item is reported as preparation.

## Sentences: report-outline.md 4

w-pool = Pool: the model was { $before ->
        [yes] tried on
       *[no] applied to
    } { $n } { $unit }{ $form ->
        [year] {" "}in { $period }
        [days] {" "}in the period { $period }
       *[none] {""}
    } ({ $pool }).
w-before = The figures show what may happen to the groups when the system is used, not what has happened or will happen to an individual.
w-natfreq = Of { $one-a ->
        [yes] { $of-a } case ({ $group })
       *[no] { $of-a } { $group }
    }, { $a-n ->
        [one] { $a } is among those who { $stage }
       *[other] { $a } { $stage }
    }. Of { $one-b ->
        [yes] { $of-b } case ({ $reference })
       *[no] { $of-b } { $reference }
    }, { $b-n ->
        [one] { $b } is among those who { $stage }
       *[other] { $b } { $stage }
    }.{ $estimated ->
        [yes] {" "}Both figures are estimated.
       *[no] {""}
    }
w-natfreq-base = Of { $one-a ->
        [yes] { $of-a } case ({ $group })
       *[no] { $of-a } { $group }
    }{ $random ->
        [yes] {" "}in the random arm
       *[no] {""}
    }, { $a-n ->
        [one] { $a } has
       *[other] { $a } have
    } the outcome { $outcome }. Of { $one-b ->
        [yes] { $of-b } case ({ $reference })
       *[no] { $of-b } { $reference }
    }, { $b-n ->
        [one] { $b } has
       *[other] { $b } have
    } it.{ $estimated ->
        [yes] {" "}Both figures are estimated.
       *[no] {""}
    }
w-natfreq-share = { $estimated ->
        [arms] Estimated for the whole pool from both arms, the share
       *[no] The share
    } { $share } is { $a } of { $of-a } among { $group } and { $b } of { $of-b } among { $reference }.{ $estimated ->
        [membership] {" "}Both figures are estimated.
       *[no] {""}
    }
w-side = According to { $role }, { $stage } is a disadvantage. It is { $group } who { $before ->
        [yes] would be
       *[no] are
    } worse off.
w-side-favourable = According to { $role }, { $stage } is an advantage. It is { $group } who { $before ->
        [yes] would be
       *[no] are
    } worse off.
w-side-metric = { $plan ->
        [yes] According to { $role }, a
       *[no] Here a
    } { $harm ->
        [higher] higher
       *[lower] lower
    } { $metric } { $plan ->
        [yes] is
       *[no] counts as
    } a disadvantage. It is { $group } who { $before ->
        [yes] would be
       *[no] are
    } worse off.
side-plan = the assessment plan
w-cover = This concerns { $k } of 7 grounds and { $s } of { $t } { $t-n ->
        [one] stage
       *[other] stages
    }. Nothing can be said of the others.
w-notmeas = Not measured: { $what }. Reason: { $reason }. Needed: { $need }.
w-notmeas-unexplained = Not measured: { $what }.{ $asked ->
        [yes] {" "}There is no signed reason; it belongs in { $statement }. Responsible roles: { $role }.
       *[no] {""}
    } Needed: { $need }.
w-proxy = { $measure } stands in for { $ground }. It does not capture all that the ground covers.{ $membership ->
        [yes] {" "}The group is estimated with probabilities, not known for each person.
       *[no] {""}
    }
w-supp = { $n-n ->
        [one] One figure is hidden so that individuals cannot be recognised. It is included in the totals.
       *[other] { $n-words } figures are hidden so that individuals cannot be recognised. They are included in the totals.
    }
w-stage = Data are missing for the stage { $stage }. Reason: { $reason }.
w-outdef = The outcome { $outcome } means different things in { $arm1 } and { $arm2 }: { $description }. Comparisons between them are uncertain.
w-poolgap = The examination does not cover everyone who is affected: { $description }.
w-vers = The system changed during the period{ $has_versions ->
        [yes] {" "}({ $versions })
       *[no] {""}
    }. The results concern all the versions together.
w-inc-diff = The material shows { $adjusted ->
        [yes] an adjusted disparity
       *[no] a disparity
    } between { $group } and { $reference } ({ $what }): { $d }{ $apart ->
        [yes] , computed before rounding
       *[no] {""}
    } ({ $level }% interval: { $lo } to { $hi }). Whether it is larger than the margin ({ $m }) cannot be determined.
not-made = The comparison could not be made: { $reason }.
limit-more = And { $n } more, which stand in the table below.
w-expl = { $n-n ->
        [one] One combination of groups was examined by way of exploration. It decides nothing. The disparity of { $group } is { $d }.
       *[other] { $n-words } combinations of groups were examined by way of exploration. They decide nothing. The largest disparity is that of { $group } ({ $d }).
    }
w-mult = { $n-words } comparisons are deciding. The intervals allow for there being several ({ $method }).
w-mult-where = Of these, { $adjusted } { $adjusted-n ->
        [one] stands
       *[other] stand
    } in section 6 (after adjustment){ $errors-n ->
        [0] {""}
       *[other] , { $errors } in section 5
    }{ $here-n ->
        [0] . None stands in this section.
       *[other] , { $here } in this section.
    }
multiplicity-simultaneous = joint intervals
multiplicity-holm = Holm’s method
w-pers = The disparity has the same direction in { $k } of { $n } { $n-n ->
        [one] period
       *[other] periods
    }{ $trend ->
        [growing] ; it is growing
        [shrinking] ; it is shrinking
        [stable] ; it is stable
       *[none] {""}
    }.
w-ppv = Of { $one-a ->
        [yes] { $of-a } case ({ $group })
       *[no] { $of-a } { $group }
    } in the model arm whose outcome is known, { $a-n ->
        [one] { $a } has
       *[other] { $a } have
    } the outcome { $outcome }; of { $one-b ->
        [yes] { $of-b } case ({ $reference })
       *[no] { $of-b } { $reference }
    }, { $b }. A difference in precision does not cancel a difference in selection.
w-burden = For every 1,000 selected with an error, { $a } without error { $a-n ->
        [one] was
       *[other] were
    } selected among { $group } and { $b } among { $reference }.
w-burden-few = Among { $group }, { $a } without error { $a-n ->
        [one] was
       *[other] were
    } selected beside { $with-a } with an error; among { $reference }, { $b } beside { $with-b }.
w-ppv-selection = A difference in precision does not cancel a difference in selection.
w-accdef = An error here is { $definition }, established by { $whom }. It is not the same as intent or crime.
w-lift = Precision was { $a } in the model arm, and { $b } of the random arm had an error. The difference is { $d } ({ $level }% interval: { $lo } to { $hi }).
w-gain = For { $group }: among those { $stage } the share with the outcome { $outcome } is { $d } times that of the whole group ({ $level }% interval: { $limits }): { $verdict }.
w-gain-points = For { $group }: among those { $stage } the share with the outcome { $outcome }, less that of the whole group, is { $d } ({ $level }% interval: { $limits }): { $verdict }.
w-label = { $p } of the cases the model learned from come from earlier model selections. Such data can repeat earlier selections.
w-adj = The disparity is adjusted for { $factors }. The adjusted disparity does not replace the unadjusted; it answers another question.
w-adj-several = The disparities are adjusted, each for its own factors ({ $list }). An adjusted disparity does not replace the unadjusted; it answers another question.
w-adj-one = by { $attributes } for { $factors }
w-adj-none = A disparity adjusted for { $factors } was to be computed, but could not be ({ $reason }).
w-adj-raw = Without adjustment the difference is { $d } ({ $level }% interval: { $lo } to { $hi }).
w-strata-differ = The disparity between { $group } and { $reference } is not the same everywhere when cases are divided by { $factors }, so that one figure does not fit all.{ $known ->
        [yes] {" "}It is largest here: { $stratum }, { $d } ({ $level }% interval: { $limits }).{ $others ->
            [yes] {" "}Elsewhere: { $rest }.
           *[no] {""}
        }
       *[no] {""}
    }
w-left-out = Without the factor { $factor } the verdict is another one: { $list }{ $cut ->
        [yes] {" "}(and { $n } more, see the table)
       *[no] {""}
    }.
w-left-out-one = { $group } against { $reference } ({ $what }), with the factor “{ $with }”, without it “{ $without }”
w-adj-hide = The factor { $factor } may itself reflect { $ground }. Without it the disparity is { $d }.
w-tip = An unknown factor would need { $description } to explain the disparity away.
w-cal = Among those with { $one ->
        [yes] the score { $from }
       *[no] scores between { $from } and { $to }
    } { $why ->
        [threshold] (where the plan’s threshold { $t } lies)
        [near] (nearest to the plan’s threshold { $t })
        [few] (where there are most cases, of the scores that have at least twenty in both groups; at the plan’s threshold { $t } there are fewer)
       *[most] (where there are most cases, of the scores that have at least twenty in both groups)
    }, { $a } and { $b } have the outcome { $outcome }.
w-cal-side = { $x } of { $n } { $group } ({ $value }; { $level }% interval: { $lo } to { $hi })
w-cal-side-bare = { $x } of { $n } { $group } ({ $value })
w-cal-no = The score is not a probability. Only the ranking of cases can be assessed.
w-cal-order = The score is not a probability. What can be assessed is the ranking of cases, and outcomes at equal score.
w-equal-score = At equal score the share with the outcome { $outcome } differs, each comparison taken by itself: { $list }.{ $others ->
        [yes] {" "}Of the other groups this material shows no such difference, which does not mean that there is none.
       *[no] {""}
    }
w-equal-score-none = At equal score this material shows no difference in outcome for any group, which does not mean that there is none.
w-equal-score-one = { $group } against { $reference } { $d } ({ $level }% interval: { $limits }{ $tested ->
        [yes] ; p { $p }
       *[no] {""}
    }){ $hidden ->
        [yes] {", "}a difference that the test along the scores shows and the interval of the sum does not
       *[no] {""}
    }
w-joint = Together the inputs predict { $ground } with a ranking ability (AUC) of { $auc } (0.5 = chance, 1 = always the right order).
w-joint-part = Together the inputs that the data have ({ $k } of { $n }) predict { $ground } with a ranking ability (AUC) of { $auc } (0.5 = chance, 1 = always the right order).
w-relev = { $k-n ->
        [0] { $n-n ->
            [one] The only input has no stated relevance.
           *[other] None of the { $n } inputs has a stated relevance.
        }
       *[other] { $n-n ->
            [one] { $role } has stated a factual relevance for the only input.
           *[other] { $role } has stated a factual relevance for { $k } of { $n } inputs.
        }
    }
w-noinput = No list of the inputs of the model was supplied. The item cannot be assessed.
w-alt = The alternative { $name } gave the disparity { $d } and precision { $p }. The loss of precision is within the one stated beforehand.
w-alt-none = { $n-n ->
        [one] The alternative examined did not give a smaller disparity within the stated loss. Others may exist.
       *[other] None of the { $n } alternatives examined gave a smaller disparity within the stated loss. Others may exist.
    }
w-alt-notrun = Alternatives were not computed.
w-hum = When the system was wrong, case handlers followed it in { $a } of 100 cases.
w-hum-obs = The data only show how often the system was followed, not whether following was right.
w-step1 = Step 1, particular disadvantage: { $what }
w-step2 = Step 2, comparable situation: { $what }
w-step3 = Step 3, aim, suitability, necessity: { $what }
w-dec = { $role } { $name } took a position on { $date }: “{ $position }”. { $stale ->
        [yes] It concerns earlier results and needs renewal.
       *[no] It concerns these results.
    }
w-nodec = No decision is documented.
w-ill = Illustration. The statements were written to show the form. They are not any authority’s view.
w-ill-bare = Illustration. It expresses no authority’s view.
w-retro = The margin was set when the results were already known. The comparisons show how the method works but may carry less weight as evidence.
w-synth = The figures rest on { $nature ->
        [simulated] simulated
       *[synthetic] synthetic
    } data. They say nothing about real people.
w-oldpack = The law in the rule pack “{ $pack }” was read up to { $date }, more than { $months-n ->
        [one] { $months } month
       *[other] { $months } months
    } before the day that counts ({ $law_date }). Later changes are not known.
w-order = The dates are out of order: { $a } ({ $date_a }) is later than { $b } ({ $date_b }). That affects how much the material may weigh as evidence. The order is a rule of method, not a demand of law.
w-proof = The report takes no position on who bears the burden of proof in a given case. The order of the dates is reported by itself, as a rule of method.
w-mem = { $t-n ->
        [one] The only provision has not been checked, or only in part, against the source text (Annex E).
       *[other] { $n-n ->
            [one] { $n } of { $t } provisions has not been checked, or only in part, against the source text (Annex E).
           *[other] { $n } of { $t } provisions have not been checked, or only in part, against the source text (Annex E).
        }
    }
w-ver = { $state ->
        [verified] Text checked { $date }, as amended to { $version }.
        [verified_undated] Text checked { $date }.
        [verified_in_part] Checked { $date } only in the part stated: { $part }.
        [verified_in_part_unnamed] Checked { $date }, in part only.
        [verified_secondary] From a secondary source; wording not checked.
       *[from_memory] Not checked.
    }
w-pending = Proposal, not law in force: { $text }.
w-mask = [Passage withheld under { $provision }]
w-us = US metric; has no standing in EU or Swedish law.
w-read = How to read: { $how }
w-law0 = This section shows which material exists for each provision. It is not a legal assessment.
w-gate = A threshold set by the authority has been crossed ({ $threshold }). It is a signal that someone must decide, not a conclusion.
withheld = { $n-n ->
        [one] One passage is withheld, see Annex I.
       *[other] { $n-words } passages are withheld, see Annex I.
    }

## Groups known through probabilities (methods/8, 8.10)

w-proxy-known = Computed with the probabilities, the disparity between { $group } and { $reference } ({ $what }) is { $w }. { $random ->
        [yes] Computed from the random sample whose group is known{ $counted ->
            [yes] {" "}({ $sizes })
           *[no] {""}
        }, it is
       *[no] Among those whose group is known and who have probabilities{ $counted ->
            [yes] {" "}({ $sizes })
           *[no] {""}
        }, who are no random sample, it is
    } { $d } ({ $level }% interval: { $lo } to { $hi }).{ $beside ->
        [hides] {" "}The weighted disparity is thus about { $share } per cent smaller ({ $least } to { $most } per cent at the ends of the interval){ $random ->
            [yes] , if those whose group is known are a random sample
           *[no] {" "}than among them
        }.
        [larger] {" "}The weighted disparity is thus larger{ $random ->
            [yes] , if those whose group is known are a random sample
           *[no] {" "}than among them
        }.
        [turned] {" "}The weighted disparity thus points the other way{ $random ->
            [yes] , if those whose group is known are a random sample
           *[no] {" "}from that among them
        }.
       *[chance] {" "}That the two differ may be due to chance.
    }
w-proxy-few = The random sample whose group is known{ $counted ->
        [yes] {" "}({ $sizes })
       *[no] {""}
    } is too small to correct the disparity by, so that no figure is given from it.
known-sizes = { $group } in the group, { $reference } compared with
figure-interval = { $d } ({ $level }% interval: { $lo } to { $hi })
w-inc-bounds = The { $scale ->
        [odds_ratio] odds ratio
       *[ratio] ratio
    } between { $group } and { $reference } ({ $what }) cannot be told from the bounds alone.{ $beside ->
        [corrected] {" "}The difference, corrected by people whose group is known, is { $d }.
        [bounded] {" "}The difference can be told: it lies from { $d }.
        [known] {" "}Among those whose group is known and who have probabilities the difference is { $d }.
       *[none] {""}
    } That the { $scale ->
        [odds_ratio] odds ratio
       *[ratio] ratio
    } cannot be told says nothing of whether there is a difference.
w-proxy-range = All that follows from the probabilities is that the disparity between { $group } and { $reference } ({ $what }) lies somewhere from { $lo } to { $hi }.
w-proxy-weighted = Weighted by the probabilities it is { $w }. That figure is smaller in size than the true disparity if { $side } { $harm ->
        [worse] are treated worse than others with the same probabilities
       *[more] have a higher share than others with the same probabilities
    }, and it settles nothing by itself.
w-proxy-direction = A disparity is there, but not how large it is: two different assumptions about the probabilities both show that the share is { $direction ->
        [higher] higher
       *[lower] lower
    } for { $group } than for { $reference } ({ $what }).
w-proxy-tip = The weighted estimate assumes that { $group } and others with the same probabilities have the same odds ({ $what }). If the odds of { $group } are instead { $zero } times those of others, the disparity is nothing{ $judged ->
        [yes] , and at { $at } times those of others it equals the margin ({ $m })
       *[no] {""}
    }.
tip-proxy = to make the odds ({ $what }) of { $group } { $zero } times those of others with the same probabilities
w-proxy-auc = Of pairs with one person in the group ({ $group }) and one outside it, the one in the group has the higher probability in { $auc } of cases; half would be mere chance.
w-proxy-calibration = { $direction ->
        [low] The probabilities are too low on average
        [high] The probabilities are too high on average
       *[none] The probabilities are right on average, as closely as the material can show
    }: the share of { $group } less their mean probability is { $gap }.
proxy-source = Source of the probabilities: { $source }{ $dated ->
        [yes] , { $year }
       *[no] {""}
    }.{ $placed ->
        [yes] {" "}They are those of { $population }.
       *[no] {""}
    }
proxy-heading = What the probabilities can tell
proxy-read = Each row is one way to compute the same disparity, and rests on its own assumption. No assumption can be tested without people whose group is known. Only the figure that the verdict rests on may support a conclusion; the others show how much the assumption matters. What each way assumes stands after the table.
proxy-chart = { $group } against { $reference } ({ $what }): a line for each assumption
proxy-chart-caption = The line is the uncertainty, or all that is possible; the point is the estimate. Only the row with the shaded field of the margin carries a verdict. The table below has the same figures.
tp = The same disparity against { $reference } under different assumptions ({ $what })
tp-group = group
tp-way = way to compute it
tp-verdict = verdict, and what it rests on
tp-expected = number by the probabilities
tp-known = number whose group is known and who have probabilities
tp-tightened-note = The intervals of tighter bounds do not allow for chance.
tp-cut = All comparisons stand in Annex C.
size-too_low = too low, by those whose group is known
size-too_high = too high, by those whose group is known
proxy-bounds = bounds
    .sub = if the probabilities are right
    .explain = Only that the probabilities are right in each group of people with equal probabilities. All that agrees with them lies between the bounds.
proxy-independent = bounds, outcome unrelated
    .sub = if the outcome ignores the group
    .explain = Also that the group is unrelated to the outcome among people with the same probabilities.
proxy-tightened-more = tighter bounds, at least as often
    .sub = if the group at least as often
    .explain = Also that the group is at the stage at least as often, and the reference group at most as often, as others with the same probabilities.
proxy-tightened-less = tighter bounds, at most as often
    .sub = if the group at most as often
    .explain = Also that the group is at the stage at most as often, and the reference group at least as often, as others with the same probabilities.
proxy-weighted = weighted by the probabilities
    .sub = if equal at the same probability
    .explain = That the group is unrelated to the decision among people with the same probabilities. Where that fails the disparity is mostly too small.
proxy-raked = weighted, after known shares
    .sub = if equal at the same probability
    .explain = As weighted, with the probabilities adjusted to the known shares of the groups.
proxy-regression = regression on the probabilities
    .sub = if the probability does not matter
    .explain = That the probabilities themselves do not matter for the decision among people of one group. Where that fails the disparity is often too large.
proxy-argmax = the most probable group
    .sub = as if the guess were right
    .explain = That the group with the highest probability is the right one. It counts other people than the group, and misses in a direction that is not known.
proxy-matrix = corrected for the errors of the guess
    .sub = if errors are equal for both decisions
    .explain = That the error rates of the guess are equal for both decisions.
proxy-double = corrected by known groups, two bands
    .sub = if the known are a random sample
    .explain = That those whose group is known are a random sample among people with the same guessed group and decision.
proxy-known = those whose group is known, alone
    .sub = of those who have probabilities
    .explain = That those whose group is known and who have probabilities are like everybody. The probabilities are not used; but whoever has none is not counted, though the group is known.
proxy-corrected = corrected by known groups
    .sub = if the known are a random sample
    .explain = That those whose group is known are a random sample among people with about the same probability and the same decision. Nothing about the probabilities being right.
proxy-tipping = { $attribute }: the weighted disparity if the group has other odds than others with the same probabilities
proxy-tipping-across = odds of the group over those of others, among people with the same probabilities
proxy-tipping-upwards = difference, percentage points
proxy-tipping-caption = The vertical dashed line is where the odds are equal. There the curve is about the weighted estimate; it can differ a little, since the curve is computed in bands of the probabilities. The odds are how many are at the stage for each one who is not. The curve shows how the disparity changes if the odds of the group are another number of times those of others with the same probabilities.
tpt = { $attribute }: sensitivity to the assumption behind the weighted estimate
tpt-at = { $x } times
tpt-zero = nothing at
tpt-margin = margin reached at
tpt-note = Odds ratios. Dash: no value leads there.
tpq = { $attribute }: how good the probabilities are
tpq-error = error of the weighted estimate
tsens = Sensitivity
tsens-parameter = what is changed
tsens-tipping = the limit
tsens-low = at the lowest value
tsens-high = at the highest value
tsens-note = Beyond or within the margin: the weighted disparity, if the value were known and nothing were left to chance. It is no verdict of the report.
sensitivity-said-disparity = beyond the margin
sensitivity-said-within_margin = within the margin
sensitivity-said-inconclusive = at the margin
sensitivity-odds_ratio_at_zero = odds ratio at the same probabilities, the disparity is nothing
sensitivity-odds_ratio_at_margin = odds ratio at the same probabilities, the disparity reaches the margin upwards
sensitivity-odds_ratio_at_minus_margin = odds ratio at the same probabilities, the disparity reaches the margin downwards
head-estimated = { $head }, estimated
estimated-heading = { $attribute } (the groups are estimated with probabilities)

## Headline: H1 (measurements), H2 (what remains), counts line

h1-nothing = No deciding comparison could be made. The report therefore says nothing about disparities between groups.
h1-disparity = The material shows at least one disparity beyond the margin: { $figure ->
        [adjusted] the adjusted share
        [estimated] the estimated share
       *[plain] the share
    } { $share } is { $ratio } times as large among { $group } as among { $reference } ({ $a } and { $b } of { $base ->
        [thousand] 1,000
       *[ten] 10,000
    }).
h1-disparity-rates = The material shows at least one disparity beyond the margin: { $figure ->
        [adjusted] the adjusted share
        [estimated] the estimated share
       *[plain] the share
    } { $share } is { $direction ->
        [higher] larger
       *[lower] smaller
    } among { $group } than among { $reference } ({ $a } and { $b } of { $base ->
        [thousand] 1,000
       *[ten] 10,000
    }).
h1-disparity-plain = The material shows at least one disparity beyond the margin: { $metric } is { $direction ->
        [higher] higher
       *[lower] lower
    } for { $group } than for { $reference }; { $figure ->
        [adjusted] the adjusted difference
        [estimated] the estimated difference
       *[plain] the difference
    } is { $d }.
h1-further = { $n-n ->
        [one] One more disparity is beyond the margin.
       *[other] { $n-words } more disparities are beyond the margin.
    }
h1-undetermined = { $m } of { $t } comparisons cannot be determined.
h1-not-assessed = { $k } of { $t } comparisons { $k-n ->
        [one] was
       *[other] were
    } not assessed ({ $groups }).
h1-one-sided = { $t-n ->
        [one] In the only comparison, no disadvantage of the named group ({ $groups }) beyond the margin is shown, but only that direction was judged.
       *[other] In { $k } of { $t } comparisons, no disadvantage of the named group ({ $groups }) beyond the margin is shown, but only that direction was judged.
    }
h1-one-sided-only = Only a disadvantage of the named group against the reference was judged.
h1-inconclusive = { $t-n ->
        [one] The material is not sufficient to determine the only comparison ({ $groups }).
       *[other] The material is not sufficient to determine { $m } of { $t } comparisons ({ $groups }).
    }
h1-within-beside = { $k-n ->
        [one] One comparison is within the margin.
       *[other] { $k-words } comparisons are within the margin.
    }
h1-all-within = { $t-n ->
        [one] The disparity in the only deciding comparison is within the margin. The comparison concerns { $g } of 7 grounds{ $stages-n ->
            [0] {""}
            [one] {" "}and { $s } of { $stages } stage
           *[other] {" "}and { $s } of { $stages } stages
        }. Nothing can be said of the others.
       *[other] The disparities in the { $t } deciding comparisons are within the margin. The comparisons concern { $g } of 7 grounds{ $stages-n ->
            [0] {""}
            [one] {" "}and { $s } of { $stages } stage
           *[other] {" "}and { $s } of { $stages } stages
        }. Nothing can be said of the others.
    }
h2-decide = { $a-n ->
        [0] No item needs a decision
        [one] One item needs a decision
       *[other] { $x-n ->
            [0] { $a-words } items need a decision
           *[other] { $a } items need a decision
        }
    }{ $before ->
        [use] {" "}before the system is put into use
        [change] {" "}before the change is put into use
       *[no] {""}
    }{ $x-n ->
        [0] {""}
       *[other] { $a-n ->
            [one] , for reasons other than a disparity
           *[other] , { $x } of them for reasons other than a disparity
        }
    }.
h2-missing = { $b-n ->
        [one] For one item material is missing.
       *[other] For { $b } items material is missing.
    }
h2-decision = Decision: { $decision } ({ $role } { $name }, { $date }).{ $stale ->
        [yes] {" "}It concerns earlier results and needs renewal.
       *[no] {""}
    }
h2-no-review = No legal review was requested.
counts-line = Needs a decision { $a } · Evidence missing { $b } · Cannot be determined { $c } · Not assessed { $d } · Evidence in place { $e } · Not applicable { $f } (preparation { $p } not counted)
terminal-comparisons = Deciding comparisons: { $n }
terminal-findings = Items of the legal review: { $counts }
and-more = and { $n } more
and-more-see = and { $n } more, see section { $section }

## Pieces of sentences

outcome-unnamed = looked for
outcome-quoted = “{ $label }”
group-quoted = the group “{ $name }”
group-of-attribute = { $group } ({ $attribute })
stratum-outcome-0 = without the outcome
stratum-outcome-1 = with the outcome
group-quoted-in = in the group “{ $name }”
size-ratio = the ratio { $value }
size-odds-ratio = the odds ratio { $value }
membership-only = { $attribute }: the group is estimated with probabilities, not known for each person.
stage-label-quoted = at the stage “{ $label }”
stage-verb-quoted = are at the stage “{ $label }”
stage-noun-quoted = “{ $label }”
stage-none = selected
interval = { $lo } to { $hi }
interval-least = at least { $lo }
interval-most = at most { $hi }
band-pointwise = for each point by itself
band-consistency = where a correct score would lie
band-simultaneous = for all points at once
curve-reliability = the share with the outcome along the score, as a curve that only rises
    .x = the score
curve-reliability_binned = the share with the outcome in each bin of the score
    .x = the mean score of the bin
curve-rate = the share with the outcome along the score
    .x = the score
curve-score_distribution = how large a part of the group has scores in each interval
    .x = the mean score of the interval
curve-threshold = the metric if all with the score x or more were selected
    .x = the threshold
curve-roc = the share of those with the outcome who would be selected, against the same share of those without it
    .x = the share of those without the outcome who would be selected
curve-cumulative_calibration = outcomes less scores, added up from the lowest score to x, as a part of all
    .x = the score
curve-cumulative_difference = the difference in outcomes between group and reference at equal score, added up from the lowest score to x
    .x = the score
curve-proxy_tipping = the difference between group and reference in the metric if the odds of the group are x times those of others with the same probabilities
    .x = the odds ratio of the group to others with the same probabilities; 1: the same odds
curve-threshold_difference = the difference between group and reference in the share with the score x or more
    .x = the threshold
unit-percent = { $value }%
unit-points = { $value-n ->
        [one] { $value } percentage point
       *[other] { $value } percentage points
    }
unit-ten-thousand = { $value } of 10,000
unit-thousand = { $value } per 1,000
needed = { $value } { $group }{ $within ->
        [selected] {" "}who are selected
        [not_selected] {" "}who are not selected
        [positives] {" "}with the outcome
        [negatives] {" "}without the outcome
       *[all] {""}
    }{ $arm ->
        [both] {" "}(both arms together)
        [model] {" "}(model arm)
        [random] {" "}(random arm)
       *[none] {""}
    }
needed-at-length = { $needed }, now { $n }; as large an increase in proportion of { $other }, and the new cases are examined by themselves
unit-about = about { $value }
reason-none = no signed reason
reason-no-threshold = the stage does not follow from a threshold of the score, and the plan names no threshold to compare at (set inference.thresholds)
reason-no-comparison = no groups to compare at any of these stages
reason-none-stage = the plan states no data for the stage
reason-quoted = “{ $reason }”
need-ground = the group as a data item, as counts or as probabilities
role-open = not stated
w-disp-bounds = In the material, { $metric } is { $direction ->
        [higher] higher
       *[lower] lower
    } for { $group } than for { $reference }. Of the difference only limits can be given, which allow both for what is not known and for chance: { $limits }. They lie outside the stated margin ({ $m }). This may be a circumstance of relevance when indirect discrimination is assessed. Whether it is, and whether the measure can be justified, is not decided by this tool.
part-aim = aim
part-suitability = suitability
part-necessity = necessity
part-balance = balance
missing-evidence = Evidence missing: { $what }.
missing-file = Document missing: { $what }.
file-input_list = the list of the inputs that the model or the rules use
file-log_extract = an extract of the logs
status-preparation-mark = preparation
status-pending-mark = proposal
status-also = also: { $statuses }
arm-model-definite = the model arm
arm-random-definite = the random arm

## Matrix

matrix-margin = margin { $m }
cell-disparity = Disparity
cell-within = Within the margin
cell-one-sided = No disadvantage of the group beyond the margin; the other direction was not judged
cell-other-way = The reference is worse off, beyond the margin; not judged
cell-inconclusive = Cannot be determined
cell-there = A disparity is there, its size cannot be determined
cell-not-measured = Not measured
cell-not-assessed = Not assessed
cell-hidden = Hidden (few people)
cell-no-data = No data for this stage
cell-direction = { $arrow } { $first } { $a } / { $second } { $b } of { $base ->
        [thousand] 1,000
       *[ten] 10,000
    }
cell-direction-plain = { $arrow } { $first } against { $second }, difference { $d }
cell-adjusted = { $shown ->
        [yes] { $arrow }{" "}
       *[no] {""}
    }{ $first } against { $second }: { $d } after adjustment, { $raw } without
cell-adjusted-alone = { $shown ->
        [yes] { $arrow }{" "}
       *[no] {""}
    }{ $first } against { $second }: { $d } after adjustment
cell-detectable = smallest detectable: { $mde }
cell-not-detectable = no verdict could have been reached, however large the difference
cell-not-detectable-of = for { $groups } no verdict could have been reached, however large the difference
cell-detectable-some = { $detectable }; { $never }

## What cannot be said: heads of section 3, short forms of page one

limit-outcome = outcomes known only for checked cases
limit-grounds = grounds not measured
limit-proxy = proxies
limit-small = comparisons that cannot be determined
limit-not-assessed = comparisons that were not assessed
limit-hidden = hidden figures
limit-stage = stages without data
limit-outcome-differs = the outcome means different things
limit-pool = the pool
limit-adjusted = adjusted disparities
limit-versions = the system changed
limit-law = sources of the provisions
limit-warnings = other warnings about the material
short-grounds = { $k-n ->
        [one] { $k } of 7 grounds of discrimination is not measured: { $grounds }.
       *[other] { $k } of 7 grounds of discrimination are not measured: { $grounds }.
    }
short-small = { $t-n ->
        [one] The only comparison cannot be determined: { $list }.
       *[other] { $m } of { $t } comparisons cannot be determined: { $list }.
    }
short-small-one = { $about } (smallest detectable disparity: { $mde })
short-small-none = { $about } (no verdict could have been reached, however large the difference)
short-small-there = { $about } (a disparity is there, but not surely beyond the margin)
short-small-bare = { $group }, { $what }
short-small-adjusted = { $about }, adjusted
short-unknown_membership = { $n-n ->
        [one] For { $n } case
       *[other] For { $n } cases
    } there are no probabilities.
short-unknown_membership-factor = { $n-n ->
        [one] For { $n } case
       *[other] For { $n } cases
    } there are no probabilities from { $file }.
short-warning-count = { $said } Number: { $n }.
short-warning-file = { $said } ({ $file })
short-not-assessed = { $t-n ->
        [one] The only comparison was not assessed: { $list }.
       *[other] { $k } of { $t } comparisons { $k-n ->
            [one] was
           *[other] were
        } not assessed: { $list }.
    }

## The page

page-title = Assessment: { $title }
page-skip = To the content
page-contents = Contents
page-other-language = På svenska
page-footer = The report presents measurements and the statements that were made. It is not a legal ruling.
page-page = Page
page-top = To the top
page-internal = Internal version: small figures are not hidden
s1 = Summary for decision
s2 = What was assessed
s3 = What cannot be said
s4 = Disparities by ground and stage
s5 = Precision and errors
s6 = Comparable cases
s7 = Reliability of the score
s8 = The inputs used
s9 = Alternatives
s10 = People in the process
s11 = Legal review
s12 = Monitoring
s13 = Decision and signatures
annex-number = Annex { $letter }
annex-a = Method
annex-b = Data
annex-c = Results by attribute
annex-d = Statements
annex-e = Provisions
annex-f = Input list
annex-g = Integrity and preservation
annex-h = Glossary
annex-i = Disclosure
head-system = system
head-system-version = { $system }, version { $version }
head-pool = group examined
head-period = period
head-made = made
head-law = law as of
profile-full = full version
profile-disclosable = disclosable version
s1-limits = What cannot be said
s1-decide = What someone must decide
s1-signatures = Signatures
decide-no = no.
decide-item = item
decide-provision = provision
decide-what = to be decided
decide-role = role
decide-section = section
decide-none = No item is waiting for a decision.
matrix-caption = ground by ground, stage by stage
matrix-ground = ground
matrix-stages = stages
matrix-errors = errors
matrix-errors-of = errors (error = the outcome { $outcome })
prepared-by = prepared by
signed-statements = signed statements
decision = decision
name-role = { $name } ({ $role })
of = { $k } of { $n }
limits-none = No particular limits beyond those in Annex A.
table-hidden = S = hidden, so that individuals cannot be recognised.
table-points = pp = percentage points.
caption-level = { $title }, with { $level }% interval
apart-note = Differences are computed before rounding. A difference may therefore not equal that of the rounded shares.
corrected-note = The shares are corrected one by one, each within the classes of probability of its own group; the difference is corrected within the classes of the group for both. It is therefore not always the difference of the two shares.
joint-note = The intervals of the deciding comparisons are joint: they hold for all of them at once. The others hold one at a time.
joint-note-shares = The intervals of the differences that decide are joint: they hold for all of them at once. Those of the shares hold one at a time.
source-plan = the plan
t2a = system card
t2a-item = item
t2a-value = value
t2a-source = source
card-name = name
card-kind = kind of system
card-benefit = benefit
card-purpose = purpose
card-version = version
card-technique = technique
technique-hand_written_rules = hand-written rules
technique-statistics = statistics
technique-machine_learning = machine learning
technique-generative = generative model
technique-mixed = mixed
benefit-temporary_parental_benefit = temporary parental benefit
benefit-housing_allowance = housing allowance
none-given = none
card-supplier = supplier
card-owner = owner
card-use = in use from
card-basis = legal basis
card-register = published description
card-design = design
card-nature = nature of the data
t2b = stages
t2b-stage = stage
t2b-means = what it means
t2b-unfavourable = unfavourable?
t2b-data = data?
t2b-number = number
t2b-share = share of the pool
t2c = data
t2c-source = source
t2c-period = period
t2c-rows = rows or cells
t2c-form = form
t2c-known = { $attribute }: the group is known { $known }; { $missing }.
t2c-missing = { $n-n ->
        [one] missing in { $n } row
       *[other] missing in { $n } rows
    }
t2c-none-missing = missing in no row
c2 = flow of the process, everybody together
c2-caption = Each bar shows how large a part of the pool is at the stage. Section 4 shows the groups.
flow-pool = the whole pool
flow-shown = { $n } ({ $share })
flow-none = no data
t3 = comparisons that cannot be determined or were not assessed
t3-ground = ground
t3-group = group
t3-stage = stage or metric
t3-both-arms = material of both arms
t3-known = whose group is known, with or without probabilities
t3-known-with = whose group is known and who have probabilities
t3-by-probabilities = by the probabilities
t3-number = number in the group
t3-detectable = smallest detectable disparity
t3-needed = new cases needed
t3-needed-note = New cases needed: of the smaller of the two groups, if the other group grows in the same proportion, and the new cases are examined by themselves. If only the smaller group grows, more are needed, or no number is enough.
s4-what = disparities between groups at any stage
s4-reason = the data have no stage with groups to compare
s4-need = a stage with data on who was at it, and at least one attribute with a reference group
s4-adjusted = { $all ->
        [yes] The { $n-n ->
            [one] deciding comparison
           *[other] { $n } deciding comparisons
        }
       *[no] { $n-n ->
            [one] One deciding comparison
           *[other] { $n } of the deciding comparisons
        }
    } at the stage { $stage } { $n-n ->
        [one] is
       *[other] are
    } assessed after adjustment{ $same ->
        [yes] {" "}for { $factors }
       *[no] {""}
    }; see section 6.{ $all ->
        [yes] {" "}The figures here are unadjusted and are not assessed by themselves.
       *[no] {""}
    }
s4-unmeasured = Grounds not measured
s4-attribute-what = the groups of this attribute
s4-attribute-reason = the data have no rows for the attribute
attribute-line = Ground: { $ground }. Measure: { $measure }.
attribute-ground = Ground: { $ground }.
t4-stage-none = The stage { $stage } is not measured for this attribute.
c4a-title = { $stage }: difference from the reference group
c4a-axis-ten-thousand = difference from the reference group, number of 10,000
c4a-axis-points = difference from the reference group, percentage points
c4a-axis-plain = difference from the reference group
pair-plain = { $a } against { $b }
c4a-caption = The mark on the line is the estimate, the line the uncertainty, the shaded band the margin.
c4a-caption-bare = The mark on the line is the estimate, the line the uncertainty.
c4a-cut = Only some of the comparisons fit into the chart; the table below has all.
c4a-mark-disparity = Filled square: disparity shown.
c4a-mark-within = Filled circle: within the margin.
c4a-mark-inconclusive = Open diamond: cannot be determined.
c4a-mark-there = Half-filled diamond: a disparity is there, its size cannot be determined.
c4a-mark-unassessed = Bar across the line: not assessed by itself.
chart-row = { $group }: { $d } ({ $limits }), { $verdict }
chart-hidden = hidden
chart-none = cannot be computed
pair-ten-thousand = { $a } against { $b } of 10,000
pair-thousand = { $a } against { $b } of 1,000
pair-few = { $a } of { $of-a } against { $b } of { $of-b }
people-ten = 10,000
people-thousand = 1,000
against = against { $reference }
t4-caption = { $attribute }: shares and differences
t4-group = group
t4-number = in the group
t4-number-estimated = number by the probabilities
t4-at-stage = at the stage
t4-share = Share ({ $level }% interval)
t4-difference-from = Difference from { $reference } (interval)
t4-ratio = ratio
t4-ratio-not = ratio of not at the stage
t4-margin = margin
t4-verdict = verdict
t4-against = against
t4-pair = shares
t4-pair-of = { $metric }, group against reference
t4-difference = difference (interval)
t4-cut = The three largest and the three smallest disparities are shown here; all groups stand in Annex C.
c4b-title = { $attribute }: number of 10,000 at the stage
c4b-caption = Each dot stands for { $worth } of 10,000 in the group. The reference group is grey.
s5-what = precision and errors
s5-reason = the data have no outcome
s5-need = an outcome for checked cases, preferably for a random sample too
t5 = precision and errors, group by group
t5-of = precision and errors (error = the outcome { $outcome }), group by group
t5-group = group
t5-selected = selected of 10,000
t5-model = errors among selected, model arm
t5-random = errors in the random arm
t5-selected-errors = errors among selected
t5-everybody = errors in the whole group
t5-burden = without error among selected, per 1,000 with error
t5-missed = missed errors
c5-title = Selection and precision side by side
c5-left = selected of 10,000
c5-right = errors among checked in the model arm, per cent
c5-right-selected = errors among selected, per cent
c5-caption = The same groups in the same order to the left and right. The dot is the estimate, the line the uncertainty. The one does not replace the other.
label-what = who established the outcomes that the model learned from
label-need = data on how each outcome of the training data came about
later-reason = this version of the tool does not compute it
s6-none = No comparison of like cases was made.
s6-state = { $statement } ({ $state }).
s6-what = disparities among cases alike in what may matter
s6-reason = the plan states no legitimate factors
s6-need = legitimate factors in the plan, each with a reason in HS-03
s6-tip-none = Not computed: how strongly an unknown factor would have to go together with group and decision to explain the disparity away.
c6-title = { $what }: difference without and with adjustment
c6-unadjusted = unadjusted
c6-adjusted = adjusted
t6 = unadjusted and adjusted disparity
t6-group = group
t6-metric = metric
t6-more = { $n-n ->
        [one] One comparison over other factors stands in Annex C.
       *[other] { $n-words } comparisons over other factors stand in Annex C.
    }
t6-unadjusted = unadjusted
t6-adjusted = adjusted
t6-outside = share outside common strata
t6-factors = factors
t6b = one factor left out at a time
t6b-factor = factor left out
t6b-carries = says of the group: Cramér’s V { $v }
t6b-carries-note = Cramér’s V is zero if the factor says nothing of who belongs to the group, one if it says everything; computed on the input of the same name (section 8).
t6b-strata = kinds of case compared
t6b-turns = another verdict than with all factors
t6b-reason = reason in HS-03
t6b-hide = could hide?
t7 = reliability of the score, group by group
t7-group = group
t7-n = cases
t7-events = with the outcome
t7-large = outcome minus mean score
t7-slope = slope
t7-brier = Brier
t7-ecce = cumulative error (ECCE)
t7-ece = mean deviation (ECE)
t7-spiegelhalter = Spiegelhalter’s test (z)
s7-read = How to read: outcome minus mean score is zero if the score is right on average; above zero the outcome is more common than the score says. The slope says whether high and low scores are as far apart as the outcomes: it is one if they are, below one if the scores are too far apart, above one if they are too close. The cumulative error (ECCE) is how much outcomes and scores differ at most when deviations are added up from low to high scores; its p-value says how often chance alone gives as much if the score is right. Brier is the score’s total error, with chance in it; zero is best. The mean deviation (ECE) is how far the score lies from the outcome on average; zero is best, but chance alone makes it larger than zero, and what chance alone gives stands beneath it. Do not compare Brier or mean deviation between groups that differ in size or in how common the outcome is. Spiegelhalter’s test asks whether the Brier score is larger than it would be if the score were right; it decides nothing.
c7-title = Score and outcome: { $attribute }
c7-rate-title = Outcome along the score: { $attribute }
c7-across = score
c7-upwards = share with the outcome, %
c7-reference = { $group } (reference)
c7-mark = the plan’s threshold { $t }
c7-mark-stage = { $stage }: { $t }
c7-alt = { $group }: from { $first } at { $where } { $from } to { $last } at { $where } { $to }
c7-absent = Groups with too few cases are not shown: { $groups }.
c7-cases = cases of the group at each score, at most { $n }
c7-cases-summed = cases of the group, highest bar { $n }
c7-cases-known = cases with a known outcome, highest bar { $n }
c7-bars-known = The bars under the curve are the cases of the group whose outcome is known, with scores from one tick of the axis to the next; all bars are equally wide in the score.
c7-bars = The bars under the curve are the cases of the group at each score.
c7-bars-summed = The bars under the curve are the cases of the group with scores from one tick of the axis to the next; all bars are equally wide in the score.
c7-caption = The line is the share with the outcome, in rising order along the score (isotonic regression): where a higher score has a lower share in the material, neighbours are taken together. The straight line is where score and outcome agree. The area, with an edge in the pattern of its line, is where the curve would mostly lie if the score were right; a single point outside is no finding.
c7-caption-pointwise = The line is the share with the outcome, in rising order along the score (isotonic regression): where a higher score has a lower share in the material, neighbours are taken together. The straight line is where score and outcome agree. The area, with an edge in the pattern of its line, is the interval of the curve at each score, each score taken by itself.
c7-caption-simultaneous = The line is the share with the outcome, in rising order along the score (isotonic regression): where a higher score has a lower share in the material, neighbours are taken together. The straight line is where score and outcome agree. The area, with an edge in the pattern of its line, is where the whole curve lies, at all scores at once.
c7-rate-caption = The line is the share with the outcome at each score; the area, with an edge in the pattern of its line, is the uncertainty. The score is not a probability, so there is no line to compare with.
t7f = difference between groups, read in two ways
t7f-alone = outcome at equal score
t7f-difference = difference between groups
t7f-claims = outcome less mean score, difference
t7f-equal = outcome at equal score, difference
t7f-outside = share of the group with scores that the reference lacks
t7f-head = { $attribute }, against { $reference }
with-p = p { $p }
t7f-p = the p-value belongs to another test than the interval beside it: the test looks for the largest deviation anywhere along the scores, the interval is of the total over all scores. They can therefore say different things.
s7-two-readings = The two can differ, for they answer different questions: the first compares what the score says with what happened in each group, so that an error of the score that is the same for everybody gives a difference where the groups have different scores; the second compares outcomes at equal score and does not ask what the score says.
s7-equal-score = The difference in outcome at equal score does not ask what the score says, only whether equal scores have equal outcomes in the groups.
t7b = how the score orders cases
t7b-auc = order within the group (AUC)
t7b-higher = higher score than the reference (equal as half)
t7b-across = with the outcome in the group against without it in the reference group: share ranked right
t7b-back = with the outcome in the reference group against without it in the group: share ranked right
s7-ranking-read = How to read: one half is chance, one is always the right order. Equal scores count half in every column. Higher score than the reference is how often a case of the group, drawn at random, has a higher score than one of the reference. The last two columns draw one case from each group, one with the outcome and one without it, and say how often the one with the outcome has the higher score. The larger the first of them is against the second, the higher the score places the group’s cases. An equal order within groups does not exclude that one group scores higher. The figures describe; they decide nothing.
c7c-title = How the scores are distributed: { $attribute }
c7c-upwards = share of the group, %
c7c-caption = Each point is the share of the group that has that score.
c7d-title = What another threshold would do: { $attribute }
c7d-across = threshold (score)
c7d-upwards = share at or above the threshold, %
c7d-caption = The line is the share of the group with that score or a higher one; the area, with an edge in the pattern of its line, is the uncertainty at each point by itself.
t7d = { $metric } at different thresholds, by { $attribute }
t7d-threshold = threshold
t7d-some = The table and the slider have some of the thresholds, evenly spread among the scores that occur, and always those of the plan and the highest. The data file has all.
t7d-few = Fewer than twenty cases: the number of cases stands instead of the share.
t7d-wilson = The intervals in this table are Wilson’s, however few cases there are. The sections on disparities and on errors have the wider intervals of Clopper and Pearson below forty cases.
t7b-no-margin = The plan has no margin for the comparisons in this table; they decide nothing.
t7e = Rates at the threshold { $threshold }, by { $attribute }
c7-scores = scores and thresholds
s7-thresholds = The tables below show what { $n-n ->
        [one] the threshold of the plan, { $list },
       *[other] each of the thresholds of the plan ({ $list })
    } does in each group: cases with that score or a higher one are counted as selected.
s7-no-threshold = The plan states no threshold in use.
s7-more = All thresholds and how the scores are distributed: Annex C.
by-chance = by chance { $value }
page-threshold = Move the threshold
page-threshold-used = threshold of the table
page-threshold-back = Back to the threshold of the table
s7-what = whether the same score means the same in each group
s7-no-score = the data have no score
s7-no-outcome = the data have no outcome
s7-none-scored = no case in the data has a score
s7-need = score and outcome for the same cases, in each group
s8-what = on which inputs anyone is selected
s8-reason = no input list was supplied
s8-strength-what = how well the inputs predict a protected ground
s8-strength-reason = the inputs are no columns of the data, or the design gives no answer
s8-strength-need = the same names in the list as in the data
s8-left-out = On the list but no column of the data, and so not assessed: { $names }.
s8-not-told = How well the inputs predict { $ground } cannot be computed: the group is estimated with probabilities, not known for each person.
s8-without-own = One of the inputs is the ground itself; the others together predict it with { $auc }.
s8-reading = How to read the figure: below 0.6 the link is weak, 0.6–0.75 moderate, above 0.75 strong. The words describe and have no legal meaning. A weak link can still come with a large disparity, and a strong one with none. Each figure is of the group that is predicted best, of those with at least 30 people in it and outside it, against all others, and each person’s group is predicted without that person’s own row.
s8-need = a list with source, context and stated relevance of each input
t8 = inputs used
t8-input = input
t8-source = source and context
t8-relevance = stated relevance
t8-role = kind
t8-contribution = contribution
t8-predicts = predicts ground (AUC)
t8-cut = All inputs stand in Annex F.
input-list = the input list
a-ground = a protected ground
input-role-protected_attribute = protected ground
input-role-inseparable_proxy = inseparable proxy
input-role-suspected_proxy = possible proxy
input-role-complaint_history = complaints or appeals
input-role-area = area
input-role-name = name
input-role-citizenship = citizenship
input-role-language = language
input-role-birthplace = birthplace
input-role-benefit_condition = condition of the benefit
input-role-behaviour = behaviour
input-role-verifiable_fact = verifiable fact
input-role-other = other
s9-what = alternatives with less disparity and about the same effect
s9-need = other models, thresholds or ways of selecting, on the same cases
s10-what = how often case handlers follow or change the system’s suggestion, group by group
s10-reason = the data hold nothing on what case handlers did
s10-need = suggestion, action and the right answer for the same cases, preferably with seeded errors
pack-line = { $title }, read up to { $date } (rule pack { $pack }, version { $version })
t11-provision = provision
t11-asks = asks in short
t11-status = status
t11-evidence = evidence
t11-statements = statements
t11-missing = missing
t11-source = source read
t11-why = reason and role
t11-2-milestone = milestone
t11-2-date = date
t11-2-stated = { $date } according to the assessment plan; counts only once { $statement } is signed
t11-2-no-margin = the assessment plan sets no margin
t11-2-no-decision = no decision is signed
t11-2-no-use = not stated in the assessment plan
known-results = According to { $statement } ({ $state }), results were known when the margin was decided{ $named ->
        [yes] : “{ $results }”.
       *[no] .
    }
step1-further = { $n-n ->
        [one] One more disparity in the selection is beyond the margin: { $list }.
       *[other] { $n-words } more disparities in the selection are beyond the margin: { $list }.
    }
s11-1 = Presumption and justification
s11-2 = Order of dates
s11-3 = Preparation
s11-4 = Pending, not law
s11-5 = Not applicable
step3-none = No statement on aim, suitability or necessity is part of the material.
t12 = actions in { $statement }
t12-metric = metric
t12-ground = ground
t12-threshold = threshold
t12-action = action
t12-who = who
t12-within = within (days)
monitor-cube = table of counts to compare with
action-review = review
action-restrict = restrict
action-stop = stop
sample-share = share
sample-n_per_period = number per period
monitor-sample = random control sample
t13 = statements and signatures
t13-statement = statement
t13-version = version
t13-role = role
t13-name = name
t13-date = date
t13-method = method
t13-state = state, bound to these results?
s13-none = No statements were asked for or made.
method-recorded = recorded
method-detached = detached signature
signature-line = { $role } { $name }, { $date }
statement-line = { $state }{ $dated ->
        [yes] , version { $version }, written { $date }
       *[no] {""}
    }
field = field
field-value = value
ta = what was decided beforehand
ta-metric = metric
ta-stage = stage
ta-attributes = attributes
ta-stratum = adjusted for
ta-unadjusted = unadjusted
ta-scale = scale
ta-margin = margin
ta-reason = reason
ta-decided = decided
decided-line = { $date }, { $name } ({ $role })
ta-none = No comparison was decided beforehand. No verdict therefore counts.
tm = metrics of the report
tm-metric = metric
tm-explain = meaning
tm-formula = formula
tm-method = methods
tm-none = The report has no metrics.
method-interval = Uncertainty
method-interval-text = Every interval has the confidence level { $level } per cent. It is right in the long run: in about { $level } of 100 studies such an interval holds the true value. The method stands beside each figure in Annex C. Planning figures are computed with the power { $power } per cent.
method-margin = The margin
method-margin-text = The margin is a disparity so small that, for a written reason, it does not matter. That no disparity shows is not enough to call it small; so the whole interval must lie within the margin. The nominal error of such a verdict is { $alpha } per cent in each direction.
method-one-sided-text = The plan asks only for a disadvantage of the named group (one-sided): a verdict reads the end of the interval that lies in that direction. “Within the margin” is said only where the other end lies inside the margin as well; where the reference is worse off beyond the margin, that is said, and is not judged.
method-several = Several comparisons
method-several-simultaneous = Whoever makes many comparisons always finds something. The intervals of the deciding comparisons are therefore simultaneous: widened so that the confidence level holds for all at once.
method-several-holm = Whoever makes many comparisons always finds something. The p-values are therefore adjusted by Holm’s method.
method-missing = Missing data
method-missing-text = A missing outcome never counts as without error, and a missing group is never added to another. A figure that does not exist is shown as a dash with the reason as a note, never as zero.
method-rounding = Rounding
method-rounding-text = Figures are rounded when they are written, never in computations. Parts therefore do not always sum. Where rounding would put a limit on or beyond the margin, one more digit is written.
method-limits = Limits
method-limits-text = The report says what the data show for the pool and period examined. It says nothing of causes, of individuals, or of groups and stages that could not be measured.
tb = files
tb-file = file
tb-format = format
tb-format-line = { $kind }, delimiter “{ $delimiter }”, decimal sign “{ $decimal }”, { $encoding }
sign-comma = comma
sign-semicolon = semicolon
sign-tab = tab
sign-pipe = vertical bar
sign-point = point
tb-format-kind = { $kind }
c5-judged-title = { $title }: difference from the reference group
tb-sniffed = partly sniffed, not stated
tb-groups = groups in the data
tb-group = group
tb-n = number
tb-share = share
tb-no-groups = The data have no groups.
tb-outcome = outcome
tb-definition = definition
tb-established = established by
tb-differs = difference between arms
representative-what = how well the data mirror those the system is to be used on
representative-reason = the plan names no intended population
representative-read = How to read it: zero is the same share in the data as in the population that the system is meant for; below zero the group is too small in the data. The figure is in standard deviations and of those whose group is known; it describes and decides nothing.
representative-need = the shares of the groups in the intended population
b-warnings = Warnings
b-no-warnings = No warnings.
tc-none = There are no results.
tc-read = Every estimate and every comparison of the report’s data file. What the text does not show stands here only. On the screen each row about groups ends with the id that it has in the data file.
tc-both-arms = Where a rate is estimated from both arms, n is the material that it rests on: cases of the model arm and of the random arm together. Its denominator is estimated as well.
tc-estimates = estimates
tc-judged = comparisons with a margin
tc-pairs = comparisons without a margin, which decide nothing
tc-aggregates = all groups taken together, which decides nothing
tc-metric = metric
tc-stage = stage
tc-group = group
tc-reference = reference
tc-part = part
tc-events = events
tc-n = n
tc-value = value
tc-lower = lower
tc-upper = upper
tc-method = method
tc-id = id
tc-p = p
tc-p-adjusted = p adjusted
tc-margin = margin
tc-detectable = smallest detectable
tc-verdict = verdict
short-percent = { $value }%
short-points = { $value } pp
short-ten-thousand = { $value } of 10,000
short-thousand = { $value } per 1,000
d-missing = Missing statements
te-demand = asks
te-quote = wording
te-force = in force
te-force-line = from { $from }{ $ends ->
        [yes] {" "}to { $to }
       *[no] {""}
    }
te-applies = applies from
te-applies-here = applies to this system from
te-source = source check
te-doubt = in doubt
te-evidence = evidence asked for
te-statements = statements asked for
te-rule = status rule
te-status = status
te-reasons = reasons (codes)
tg-spec = assessment plan
tg-counting = what is counted
tg-cube = table of counts
tg-results = results
tg-tool = tool
tg-engine = engine
tg-generator = random generator
tg-seed = random seed
tg-created = assessment date
tg-schema = version of the data file
tg-record = record number
tg-retention = kept until
tg-verify = The checksum shows whether a file has changed: if it is computed again and differs, the file is not the same. The same plan, data and seed give the same file.
tg-keep = Proposal: keep data file, table of counts, plan and statements for at least two years after last use.
ti = withheld passages
ti-place = passage
ti-provision = provision
ti-reason = reason
ti-decided = decided
ti-control = Counts below { $cell } are not shown, nor groups below { $group }. Figures hidden: { $hidden }.
ti-rounding = Counts are rounded to the nearest { $base }.
zero-of = { $zero } of { $n }
burden-few = { $a } per { $with-a }
at-most = at most { $upper }
verdict-exploratory = exploratory, decides nothing
verdict-exploratory-inside = exploratory: is never judged to be within the margin
verdict-exploratory-several = exploratory: not decided after allowing for the number of comparisons
statement-rest = the rest stands in Annex D
state-bound = concerns these results
ti-none-control = The plan has no disclosure control: small figures are not hidden. The report is internal.
ti-profile-full = This is the full version.
ti-profile-disclosable = This is the disclosable version. A full version exists.
ti-no-passages = No passages are withheld.

## Terms: glossary.md. Explanations stand in Annex H.

term-audit = assessment
    .explain = A review of one system on one body of data at one time.
    .short = Review of one system
term-audit_spec = assessment plan
    .explain = The file that states beforehand what is measured, against what and with which margin.
    .short = Plan set beforehand
term-system = system
    .explain = The model, rules and routines that the assessment concerns.
    .short = What is assessed
term-model = model
    .explain = The part of the system that computes a score or a suggestion.
    .short = Computes the score
term-score = score
    .explain = A number the model gives each case; higher means that the model expects more risk.
    .short = The model's number
term-threshold = threshold
    .explain = The score from which a case is selected.
    .short = Cut-off for selection
term-decision = action
    .explain = What was done with the case at a given stage.
    .short = What was done
term-formal_decision = decision (formal)
    .explain = The authority's formal ruling, which can be reconsidered or appealed.
    .short = Formal ruling
term-outcome = outcome
    .explain = What turned out to be true of the case, for example that there was an error.
    .short = What turned out
term-error_found = error found
    .explain = The check showed that something was wrong; it says nothing about intent.
    .short = Error at check
term-stage = stage
    .explain = A point in the case flow where people are treated differently, such as being selected.
    .short = Point in the process
term-favourable = favourable / unfavourable
    .explain = Whether being at this stage is an advantage or a disadvantage; set in the plan for each stage.
    .short = Advantage or disadvantage
term-harmed = worse off
    .explain = The group that a disparity is to the disadvantage of.
    .short = To the disadvantage of
term-problem = problem
    .explain = Something in the plan or data that cannot be read or used; what, where and what to do.
    .short = What is wrong, and where
term-pool = pool
    .explain = Everyone the model or rule was applied to; disparities are computed among them.
    .short = Everyone concerned
term-unit = unit
    .explain = What is counted: a case, a person, a document or an event.
    .short = What is counted
term-period = period
    .explain = The time the data concern.
    .short = Time of the data
term-arm = arm
    .explain = How a case came to be checked: picked by the model, at random or otherwise.
    .short = How the case was picked
term-arm_model = model arm
    .explain = Cases that the model picked.
    .short = Picked by the model
term-arm_random = random arm
    .explain = Cases picked at random, so that they mirror everyone.
    .short = Picked at random
term-selective_labels = outcomes known only for checked cases
    .explain = We only know how things were in the cases that someone checked.
    .short = Only checked are known
term-design = design
    .explain = Which cases are included and why, which decides what can be said.
    .short = What is included and why
term-weight = weight
    .explain = How many cases in the pool one case in the data stands for.
    .short = Counts as so many
term-cluster = cluster
    .explain = Cases that belong together, such as one person; they do not count as independent.
    .short = Cases that belong together
term-cube = table of counts
    .explain = The table of counts from which all is computed; it holds no persons.
    .short = Counts, no persons
term-baseline = baseline
    .explain = The earlier measurement with which new periods are compared.
    .short = Earlier measurement
term-candidate = alternative
    .explain = Another model, threshold or procedure that was computed.
    .short = Another solution
term-attribute = attribute
    .explain = What divides people into groups in the measurement, such as sex.
    .short = Divides into groups
term-group = group
    .explain = Those with the same value of an attribute, such as women.
    .short = Same attribute
term-reference = reference group
    .explain = The group another is compared with; the choice implies no judgement.
    .short = Compared with
term-ground = ground of discrimination
    .explain = One of the seven characteristics that the Discrimination Act protects.
    .short = Protected by the Act
term-supplementary = supplementary attribute
    .explain = An attribute that is not a ground in the Act but may matter.
    .short = Not a ground in the Act
term-measure = measure of the ground
    .explain = The data item used to capture a ground, such as registered sex.
    .short = Data item used
term-proxy = proxy
    .explain = A data item used instead of the ground, capturing it only in part.
    .short = Captures in part
term-inseparable_proxy = inseparable proxy
    .explain = A data item that in effect coincides with a protected ground.
    .short = Coincides with a ground
term-membership = group membership probability
    .explain = For each person the probability of belonging to the group is given; nobody is singled out.
    .short = Probability, not a fact
term-sex = sex
    .explain = Woman or man; in the measurement the registered sex, which does not capture everyone the ground protects.
    .short = Registered sex
term-gender_identity = transgender identity or expression
    .explain = Not identifying as woman or man, or by dress or otherwise expressing that one belongs to another sex.
    .short = Ground 2 of the Act
term-ethnicity = ethnicity
    .explain = National or ethnic origin, skin colour or similar circumstance.
    .short = Ground 3 of the Act
term-foreign_background = foreign background
    .explain = Born abroad, or in Sweden with parents born abroad; not the same as ethnicity.
    .short = Statistical measure
term-religion = religion or other belief
    .explain = Faith or comparable belief; normally not held by the authority.
    .short = Ground 4 of the Act
term-disability = disability
    .explain = Lasting limitation of functional capacity that exists, has arisen or can be expected to arise; not the same as illness or benefit.
    .short = Ground 5 of the Act
term-sexual_orientation = sexual orientation
    .explain = Homosexual, bisexual or heterosexual orientation; normally not held.
    .short = Ground 6 of the Act
term-age = age
    .explain = Length of life attained.
    .short = Ground 7 of the Act
term-intersection = intersection
    .explain = People who belong to two or more groups at once, such as older women.
    .short = Several groups at once
term-subgroup = subgroup
    .explain = A smaller group that emerged in the data and was not set beforehand.
    .short = Found in the data
term-stratum = comparable cases
    .explain = Cases that are alike in the respects that may lawfully matter.
    .short = Alike in what may matter
term-legitimate_factor = legitimate factor
    .explain = Something that a named person states is of factual relevance to the case.
    .short = Relevant, stated by a person
term-selection_rate = selection rate
    .explain = How large a part of the group was selected.
    .short = Part selected
term-non_selection_rate = non-selection rate
    .explain = How large a part of the group was not selected.
    .short = Part not selected
term-base_rate = base rate
    .explain = How common the outcome is in the whole group, whatever the model.
    .short = Common in the group
term-group_share = group share
    .explain = How large a part of all, or of all selected, belongs to the group; descriptive, decides nothing.
    .short = Descriptive
term-disparity = disparity
    .explain = How much the group differs from the reference group at the same stage.
    .short = Against the reference
term-difference = difference in percentage points
    .explain = One group's share minus the other's.
    .short = Share minus share
term-ratio = ratio
    .explain = One group's share divided by the other's; 1 means equal.
    .short = Share divided by share
term-odds_ratio = odds ratio
    .explain = A comparison used in some methods; it is not the ratio of shares.
    .short = Technical comparison
term-direct_standardisation = standardised disparity
    .explain = The disparity if the groups had had the same mix of legitimate factors.
    .short = Same mix
term-standardised = effect size
    .explain = The difference in units of spread (standard deviations), so that unlike measures can be compared; annex only.
    .short = In standard deviations
term-unadjusted = unadjusted
    .explain = As it turned out, without regard to other factors.
    .short = As it turned out
term-adjusted = adjusted
    .explain = Comparison of cases alike in stated respects; does not replace the unadjusted.
    .short = Like cases compared
term-natural_frequency = number of 10,000
    .explain = A way of writing shares as numbers of people.
    .short = People, not per cent
term-margin = margin
    .explain = A disparity so small that, for a written reason, it does not matter; set beforehand.
    .short = Set beforehand
term-persistence = persistence
    .explain = Whether the disparity returns in the same direction period after period.
    .short = Does it return?
term-burden_ratio = checked without error per 1,000 with error
    .explain = How many are checked in vain for each thousand with an error.
    .short = Checked in vain
term-positive_predictive_value = precision
    .explain = How large a part of those selected and checked had an error.
    .short = Errors among selected
term-false_discovery_rate = share without error among selected
    .explain = How large a part of those selected and checked had no error.
    .short = No error among selected
term-true_positive_rate = detection rate
    .explain = How large a part of those with an error was selected.
    .short = Errors that were found
term-false_negative_rate = miss rate
    .explain = How large a part of those with an error was not selected.
    .short = Errors that were missed
term-false_positive_rate = wrongly selected rate
    .explain = How large a part of those without error was selected anyway.
    .short = Selected without error
term-true_negative_rate = correctly left alone rate
    .explain = How large a part of those without error was not selected.
    .short = Left alone
term-accuracy = accuracy
    .explain = How large a part of all cases the model judged right; says little when errors are rare.
    .short = Right of all
term-lift = gain over random
    .explain = How much more often the model's picks hit an error than a random pick.
    .short = Better than chance?
term-auc = ranking ability (AUC)
    .explain = How often the model scores a case with an error above one without; 0.5 is chance, 1 is always.
    .short = 0.5 chance, 1 perfect
term-calibration = calibration
    .explain = That a score of 0.3 means that about 30 of 100 such cases have an error, in each group.
    .short = The score means what it says
term-calibration_in_the_large = calibration in the large
    .explain = Whether scores are on average too high or too low.
    .short = Too high or too low
term-calibration_slope = calibration slope
    .explain = Whether high scores are too high and low too low, or the reverse; 1 is right.
    .short = 1 is right
term-expected_calibration_error = expected calibration error
    .explain = How far scores are on average from the actual share of errors.
    .short = Distance from reality
term-brier_score = Brier score
    .explain = A measure of the error of scores; 0 is best.
    .short = 0 is best
term-reliability_curve = reliability curve
    .explain = A chart of score against actual share of errors; the diagonal is right.
    .short = The diagonal is right
term-label_quality = label quality
    .explain = How surely outcomes were established and by whom.
    .short = How sure are outcomes
term-feedback_loop = feedback loop
    .explain = The model learns from its own selections and so keeps choosing the same groups.
    .short = Learns from own picks
term-misread_rate = misread rate
    .explain = How large a part of the items in documents was misread.
    .short = Items misread
term-leak_rate = leak rate
    .explain = How large a part of the items that should have been masked was not.
    .short = Missed masking
term-unmatched_rate = unmatched rate
    .explain = How large a part of cases could not be linked to a record in another source.
    .short = Not linked
term-wrong_link_rate = wrong-link rate
    .explain = How large a part of links went to the wrong record.
    .short = Wrongly linked
term-missing_share = missing share
    .explain = How large a part of the group's cases lacks the data item.
    .short = Lacks the item
term-estimate = estimate
    .explain = A number computed from the data, with uncertainty.
    .short = Computed number
term-interval = uncertainty interval
    .explain = The range in which the number reasonably lies; wider means less sure.
    .short = Reasonable range
term-level = confidence level
    .explain = How often the method is right in the long run, usually 95 times of 100.
    .short = Usually 95%
term-n = number
    .explain = How many are included.
    .short = How many
term-p_value = p-value
    .explain = How unusual a result this large would be if there were no difference; not the probability that there is none.
    .short = Never decides alone
term-p_adjusted = adjusted p-value
    .explain = P-value that allows for many comparisons.
    .short = Many comparisons
term-multiplicity = many comparisons
    .explain = Whoever makes many comparisons always finds something; uncertainty is therefore widened.
    .short = Always finds something
term-confirmatory = confirmatory comparison
    .explain = Set beforehand; its verdict counts.
    .short = Set beforehand
term-exploratory = exploratory comparison
    .explain = Not set beforehand; gives ideas, not answers.
    .short = Gives ideas
term-minimum_detectable = smallest detectable disparity
    .explain = Smaller disparities may exist without showing in the data.
    .short = Smaller does not show
term-cases_needed = number needed
    .explain = How many cases are needed to settle the question.
    .short = Needed for an answer
term-power = power
    .explain = How often the data would have shown a disparity of a given size if it existed.
    .short = Chance to detect
term-equivalence = shown absence
    .explain = The interval lies wholly inside the margin; then one may say that the disparity is small.
    .short = Wholly within margin
term-bootstrap = resampling (bootstrap)
    .explain = Uncertainty is found by redrawing the data many times.
    .short = Redraw many times
term-bounds = bounds
    .explain = The least and most that is possible when data are missing.
    .short = Least and most possible
term-sensitivity = sensitivity analysis
    .explain = How the answer changes if choices had been different.
    .short = Other choices, other answer?
term-tipping_point = tipping point
    .explain = How strong an unknown factor must be to change the conclusion.
    .short = What it takes
term-suppressed = hidden
    .explain = The number is not shown so that individuals cannot be recognised.
    .short = Protects individuals
term-missing = missing
    .explain = The data item does not exist for these cases.
    .short = No data
term-rounding = rounding
    .explain = Numbers are shortened for reading; computations use full numbers.
    .short = For reading only
term-binning_error = binning error
    .explain = How much grouping scores may at most have changed the number.
    .short = Largest possible error
term-verdict = verdict
    .explain = What the data show of a comparison, measured against the margin.
    .short = Against the margin
term-verdict_disparity = disparity shown
    .explain = The whole interval lies outside the margin.
    .short = Larger than the margin
term-within_margin = within the margin
    .explain = The whole interval lies inside the margin.
    .short = Surely smaller
term-inconclusive = cannot be determined
    .explain = The data are not sufficient to say either.
    .short = Not enough data
term-excludes_no_difference = a disparity is there, its size cannot be told
    .explain = A disparity shows, but whether it exceeds the margin cannot be told.
    .short = There, but how large?
term-verdict_not_assessed = not assessed
    .explain = The comparison was not made; the reason is given.
    .short = Not made
term-finding = finding
    .explain = A provision with its state: what material exists and what is missing.
    .short = State of a provision
term-status_in_place = evidence in place
    .explain = What the rule pack asks for exists; it does not mean that the rule is followed.
    .short = The papers exist
term-status_flagged = needs a decision
    .explain = Someone with the right role needs to decide.
    .short = Someone must decide
term-status_inconclusive = cannot be determined
    .explain = The material cannot answer what the provision asks.
    .short = No answer
term-status_incomplete = evidence missing
    .explain = A statement or document is missing or unsigned.
    .short = Something is missing
term-status_not_applicable = not applicable
    .explain = A person has written why the provision does not apply here, or it follows from dates and facts.
    .short = Does not apply here
term-status_not_assessed = not assessed
    .explain = Nothing was computed or supplied for the provision; the reason is given.
    .short = Not examined
term-preparation = preparation
    .explain = The provision applies later and is reported so as to prepare.
    .short = Applies later
term-pending = proposal, not law
    .explain = Proposed change; no legal effect today.
    .short = Not law
term-coverage = coverage
    .explain = How many of the grounds and stages could be measured.
    .short = How much is measured
term-gate = gate
    .explain = A setting that stops an automatic process until someone has decided.
    .short = Stops until decision
term-stale = concerns earlier results
    .explain = The statement was written about other numbers than those in the report.
    .short = Needs renewal
term-illustration = illustration
    .explain = Example text that shows the form and does not count.
    .short = Does not count
term-provision = provision
    .explain = A rule of law or other source for which material is gathered.
    .short = One rule
term-rule_pack = rule pack
    .explain = A collection of provisions with the date when the law was read.
    .short = Provisions, dated
term-verification = source check
    .explain = Whether the text of the provision was read at its source, when, and where it stands.
    .short = Read at the source?
term-address = address of the source
    .explain = Where the text of the provision can be read.
    .short = The text is here
term-legal_state = law as of
    .explain = Date of the newest consolidated text that was read; later changes are not known.
    .short = Read up to
term-transition = transitional rule
    .explain = A later day from which a provision applies to systems already in use.
    .short = Later for older systems
term-method_rule = rule of method
    .explain = A rule for how the material is made that stands in no law.
    .short = Not law
term-disadvantage = disadvantage
    .explain = Being put in a worse position, for example by waiting, questions or suspicion.
    .short = Worse position
term-particular_disadvantage = particular disadvantage
    .explain = That it is particularly persons of a protected group who are disadvantaged by a rule.
    .short = Particularly one group
term-direct_discrimination = direct discrimination
    .explain = Being disadvantaged by worse treatment than someone else in a comparable situation, if connected with a ground.
    .short = Connected with a ground
term-indirect_discrimination = indirect discrimination
    .explain = Being disadvantaged by a seemingly neutral rule that may come to disadvantage a protected group particularly and is not justified.
    .short = Neutral but hits
term-inadequate_accessibility = inadequate accessibility
    .explain = That a person with a disability is disadvantaged because reasonable accessibility measures were not taken.
    .short = Reasonable measures lacking
term-comparable_situation = comparable situation
    .explain = The situation in which people should be treated alike.
    .short = Should be treated alike
term-legitimate_aim = legitimate aim
    .explain = An aim that is acceptable and unrelated to a ground.
    .short = Acceptable aim
term-suitability = suitability
    .explain = That the means actually leads to the aim.
    .short = Does it reach the aim?
term-necessity = necessity
    .explain = That no less intrusive means is enough.
    .short = Is there a milder way?
term-proportionality = proportionality
    .explain = That the measure can be assumed to reach the aim, does not go too far and is reasonable in relation to the inconvenience.
    .short = Reasonable in relation
term-objectivity = objectivity and impartiality
    .explain = That only circumstances of factual relevance may matter.
    .short = Factual reasons only
term-presumption = circumstances giving reason to assume
    .explain = Facts that may oblige the defendant to show that no discrimination has occurred.
    .short = May shift the burden
term-burden_of_proof = burden of proof
    .explain = Who must show what in court; the report takes no position on it.
    .short = Who must show what
term-sensitive_data = special categories of personal data
    .explain = Data on, among others, health, ethnic origin and religion with special protection.
    .short = Special protection
term-profiling = profiling
    .explain = Automatic evaluation of a person's traits from data about the person.
    .short = Automatic evaluation
term-risk_profile = selection or risk profile
    .explain = A rule or model that points out cases to check.
    .short = Points out cases
term-ai_system = AI system
    .explain = A system that infers from data within the meaning of the AI Act.
    .short = Infers from data
term-provider = provider
    .explain = Whoever develops an AI system and puts it into service in its own name.
    .short = Develops
term-deployer = deployer
    .explain = Whoever uses an AI system in its activity.
    .short = Uses
term-high_risk = high-risk AI system
    .explain = AI systems in areas listed by the Act, such as benefits.
    .short = Listed area
term-human_oversight = human oversight
    .explain = That someone with knowledge, time and authority can understand, change and stop the system.
    .short = Can change and stop
term-automation_bias = automation bias
    .explain = That people follow the system even when it is wrong.
    .short = Follows even errors
term-fria = fundamental rights impact assessment
    .explain = The assessment the AI Act requires before use of certain systems.
    .short = AI Act art. 27
term-dpia = data protection impact assessment
    .explain = The assessment the GDPR requires at high risk to individuals.
    .short = GDPR art. 35
term-social_scoring = social scoring
    .explain = Prohibited evaluation of people leading to detrimental treatment in unrelated contexts or disproportionately.
    .short = Prohibition, art. 5(1)(c)
term-supervisor = supervisory authority
    .explain = An authority that may ask to see the material, such as the Equality Ombudsman or the data protection authority.
    .short = May ask for it
term-statement = statement
    .explain = What a named person has written and signed on a given question.
    .short = A person's text
term-role = role
    .explain = In which capacity the person signs.
    .short = In which capacity
term-signature = signature
    .explain = Who stands for the text, when, and that it has not changed since.
    .short = Who and when
term-sealed = sealed beforehand
    .explain = The plan was fixed and unchanged before the data were read.
    .short = Before the data
term-residual_risk = residual risk
    .explain = What remains to be borne after measures were taken.
    .short = What remains
term-dominated = an alternative within the stated loss exists
    .explain = There is a solution with a smaller disparity whose loss of precision is as small as was accepted beforehand.
    .short = Less disparity, accepted loss
term-follow_rate = follow rate
    .explain = How often the action was the one the system suggested.
    .short = Follows the suggestion
term-override_rate = override rate
    .explain = How often a person did otherwise than the system suggested.
    .short = Does otherwise
term-straight_through_rate = straight-through rate
    .explain = How large a part of applications was settled without a person seeing them.
    .short = Without a handler
term-fall_out = fall-out to manual handling
    .explain = That the case leaves automation and is taken over by a person.
    .short = To a person
term-reason_code = reason code
    .explain = The system's stated reason why the case left automation or was selected.
    .short = Stated reason
term-input = input
    .explain = A data item that the model or rule uses.
    .short = Used by the model
term-contribution = contribution
    .explain = How much the input affects the score on average.
    .short = Affects so much
term-proxy_strength = proxy strength
    .explain = How well the model's inputs, singly or jointly, can predict a protected ground; 0.5 is chance, 1 is certain.
    .short = Predicts the ground?
term-representation = representation
    .explain = The group's share of the selected compared with its share of everyone.
    .short = Of selected against of all
term-checking_rate = checking rate
    .explain = How large a part of those selected was actually checked.
    .short = Checked of selected
term-input_origin = context of origin
    .explain = Where and why the data item was first collected.
    .short = Where it comes from
term-drift = drift
    .explain = That something has changed since the baseline: people, data or outcomes.
    .short = Changed since
term-signal = signal
    .explain = A threshold set beforehand has been passed; someone must look, nothing is settled.
    .short = Someone must look
term-false_alarm_rate = false-alarm rate
    .explain = How often a signal comes although nothing has changed.
    .short = Signal without cause
term-representation_change = change in composition
    .explain = That other people than before are in the pool.
    .short = Other people
term-representativeness = representativeness
    .explain = How well the data mirror those the system is to be used on.
    .short = Mirrors the right people
term-synthetic_data = synthetic data
    .explain = Made-up records that resemble real ones; they say nothing about real people.
    .short = Made-up records
term-double_coding = double coding
    .explain = Two people establish independently what is right.
    .short = Two assess
term-seeded_errors = seeded errors
    .explain = Deliberately wrong suggestions inserted to see whether they are noticed.
    .short = Test of oversight
term-network = network analysis
    .explain = Looking for ties between persons, addresses, accounts or employers.
    .short = Ties between persons
term-association_only = flagged by association only
    .explain = Someone selected for a tie to another, without a circumstance of their own.
    .short = No own circumstance
term-masking = masking
    .explain = Hiding personal data in documents before disclosure.
    .short = Hides data
term-wilson = Wilson method
    .explain = A common way to compute intervals for shares that works for small groups too.
    .short = Interval for shares
term-clopper_pearson = Clopper–Pearson method
    .explain = A cautious interval for shares in very small groups.
    .short = Cautious interval
term-newcombe = Newcombe method
    .explain = A way to compute intervals for the difference of two shares.
    .short = Interval for difference
term-mantel_haenszel = pooling over comparable cases
    .explain = The disparity is computed within each kind of case and pooled.
    .short = Pooled over kinds
term-shrinkage = shrunken estimate
    .explain = Numbers of small groups are drawn towards the mean so that chance does not rule.
    .short = Dampens chance
term-chart_interval = interval chart
    .explain = The dot is the estimate, the line the uncertainty, the shaded band the margin.
    .short = Dot, line, band
term-chart_stages = stage chart
    .explain = Shows how many of 10,000 in each group reach each stage.
    .short = Of 10,000 per stage
term-chart_series = time chart
    .explain = Shows the measurement period by period with uncertainty and events.
    .short = Period by period
term-chart_frontier = chart of alternatives
    .explain = Shows each alternative's disparity against its precision.
    .short = Disparity against precision
term-matrix = overview ground by ground
    .explain = A table with a row for each ground and a column for each stage.
    .short = Row per ground
term-disclosure_control = disclosure control
    .explain = Measures so that no individual can be recognised in tables.
    .short = Protects individuals
term-minimum_cell = minimum cell size
    .explain = Number below which a figure is hidden.
    .short = Hidden below this
term-complementary_suppression = complementary suppression
    .explain = Hiding further figures so that the first cannot be worked out.
    .short = Prevents working out
term-full_version = full version
    .explain = The report with everything, also what may be secret.
    .short = Everything
term-disclosable_version = disclosable version
    .explain = The report without passages that a named person judged to be secret.
    .short = Without secrets
term-withheld = withheld
    .explain = A passage not disclosed; the provision is stated.
    .short = With stated basis
term-secrecy = secrecy
    .explain = A statutory prohibition on revealing information.
    .short = May not be revealed
term-public_document = official document
    .explain = A document held by an authority and received or drawn up there; anyone may ask for it.
    .short = May be requested
term-record_number = record number
    .explain = The number under which the document is registered.
    .short = Registered as
term-retention = retention and disposal
    .explain = How long something is kept and when it is destroyed.
    .short = How long it is kept
term-provenance = provenance
    .explain = Data on what the report was made from, when and with what.
    .short = What it is made from
term-sha256 = checksum
    .explain = A fingerprint of a file; if the file changes, so does the checksum.
    .short = The file's fingerprint
term-results_sha256 = checksum of the results
    .explain = A fingerprint of the figures, showing which results a decision rests on.
    .short = The figures' fingerprint
term-seed = random seed
    .explain = The number that lets a random computation be repeated exactly.
    .short = Can be repeated
term-verify = verify
    .explain = To recompute checksums and see that nothing has changed.
    .short = Has anything changed?
term-pdf_a = archival format (PDF/A)
    .explain = A format meant to stay readable for a long time.
    .short = Readable for long
term-engine = engine
    .explain = The program that counted.
    .short = Did the counting
