use super::*;

#[test]
fn bits_come_back() {
    let all = [(5, 3), (0, 1), (0xdead_beef, 32), (1, 1), (1023, 10), (0, 5)];
    let mut writer = Writer::default();
    all.iter().for_each(|(value, width)| writer.put(*value, *width));
    let bytes = writer.bytes();
    let mut reader = Reader::of(&bytes);
    for (value, width) in all {
        assert_eq!(reader.take(width), Some(value));
    }
    assert_eq!(reader.take(16), None);
}

#[test]
fn another_file_is_not_read() {
    assert!(Lexicon::read(b"").is_none());
    assert!(Lexicon::read(&[0; 64]).is_none());
    assert!(Lexicon::read(&FILE[..FILE.len() / 2]).is_none());
}
