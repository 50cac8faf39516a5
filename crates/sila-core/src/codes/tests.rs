use super::*;
use std::collections::BTreeSet;

fn check<T>(
    list: &'static str,
    all: &[T],
    code: fn(T) -> &'static str,
    from_code: fn(&str) -> Result<T, UnknownCode>,
) where
    T: Copy + PartialEq + std::fmt::Debug + minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()>,
{
    let codes: BTreeSet<&str> = all.iter().map(|value| code(*value)).collect();
    assert_eq!(codes.len(), all.len(), "codes of {list} differ");
    for value in all {
        let text = code(*value);
        assert_eq!(from_code(text), Ok(*value));
        let bytes = crate::wire::to_cbor(value);
        assert_eq!(crate::wire::from_cbor::<T>(&bytes, 64), Ok(*value));
        assert_eq!(bytes, crate::wire::to_cbor(&text), "a code travels as its text");
        let lower = text.to_lowercase();
        assert_eq!(from_code(&lower).is_ok(), codes.contains(lower.as_str()), "{lower}");
    }
    let unknown = crate::wire::to_cbor(&"NO_SUCH_CODE");
    let named = UnknownCode { list, code: "NO_SUCH_CODE".to_owned() };
    let refused = crate::wire::from_cbor::<T>(&unknown, 64);
    assert_eq!(refused, Err(crate::WireError::UnknownCode(named)));
}

macro_rules! check_all {
    ($($list:ty)+) => {$(check(<$list>::LIST, <$list>::ALL, <$list>::code, <$list>::from_code);)+};
}

#[test]
fn every_code_is_unique_and_comes_back_and_an_unknown_one_is_named() {
    check_all!(Category Service Sex ContactKind Channel Reporter Harm HarmContext Relation Risk);
    check_all!(NoWishes);
    check_all!(Language Document Kind Basis Urgency Evidence LawfulBasis PermissionForm);
    check_all!(DeclineCode RecallCode OutcomeCode OverrideReason);
    check_all!(QuestionCode AnswerCode WaitBand CancelCode ResumeCode FollowsCode);
    check_all!(OpenItem Fate StaysCode ReturnCode);
    check_all!(KnownPurpose KnownClass KnownAnswer);
    check_all!(crate::field::Field crate::person::AgeBand crate::residence::Reason);
    check_all!(crate::care::Stage crate::care::StageReason);
    check_all!(crate::care::GoalKind crate::care::GoalOutcome crate::care::PlanState);
    check_all!(crate::care::ClosureReason crate::care::FollowUp crate::care::ReopenReason);
    check_all!(crate::care::VoiceQuestion);
    check_all!(crate::referral::Side crate::referral::State crate::area::AreaKind);
}

#[test]
fn an_unknown_optional_code_is_refused_and_not_blanked() {
    let mut person = crate::person::Person::unknown(crate::PersonId(uuid::Uuid::from_u128(7)));
    person.language = Some(Language::Urdu);
    let mut bytes = person.to_cbor();
    let at = bytes.windows(2).position(|pair| pair == b"ur").unwrap();
    bytes[at..at + 2].copy_from_slice(b"zz");
    let refused = crate::person::Person::from_cbor(&bytes);
    assert!(matches!(refused, Err(crate::WireError::UnknownCode(code)) if code.list == "language"));
}

#[test]
fn a_long_unknown_code_is_cut_and_never_displayed() {
    let error = Category::from_code(&"س".repeat(1000)).unwrap_err();
    assert_eq!(error.code.chars().count(), 24);
    assert!(!error.to_string().contains('س'));
}
