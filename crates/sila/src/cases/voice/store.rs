//! All SQL of what people say who were helped. Between a code, a case and an answer there is nothing to join them by.

use sila_core::care::{Voice, Voices};
use sila_core::experience::Quarter;
use sila_core::time::Millis;

use crate::db::{DbError, Tx};
use crate::p;

crate::sql! {
    pub INSERT_CODE = "insert into voice_code (code, until) values ($1, $2)";
    pub USE_CODE = "delete from voice_code where code = $1 and until > $2";
    pub DROP_OLD = "delete from voice_code where until <= $1";
    pub TOUCH_CODES = "update voice_code set until = until";
    pub INSERT_ANSWER = "insert into voice_answer (id, quarter, respect, heard, clear, helped) values ($1, $2, $3, $4, $5, $6)";
    pub TOUCH_ANSWERS = "update voice_answer set quarter = quarter where quarter = $1";
    pub SUMS = "select quarter, count(*), cast(sum(respect) as bigint), cast(sum(heard) as bigint), cast(sum(clear) as bigint), cast(sum(helped) as bigint) from voice_answer where quarter >= $1 and quarter < $2 group by quarter";
}

/// Keeps a code until a day that many codes share. All rows take the mark of this transaction, so that the file of the
/// database does not tell which of them is new.
pub fn insert(tx: &mut dyn Tx, code: [u8; 32], until: Millis) -> Result<(), DbError> {
    tx.send(&INSERT_CODE, &p![code, until])?;
    tx.send(&TOUCH_CODES, &[])
}

/// Keeps an answer under the code, which is used up. False for a code that is none of ours, used or old.
pub fn say(
    tx: &mut dyn Tx,
    code: [u8; 32],
    (place, voice): (&[u8; 16], Voice),
    now: Millis,
) -> Result<bool, DbError> {
    if tx.exec(&USE_CODE, &p![code, now])? != 1 {
        return Ok(false);
    }
    let quarter = Quarter::of(now).number();
    let [respect, heard, clear, helped] = voice.marks();
    tx.send(&INSERT_ANSWER, &p![place, quarter, respect, heard, clear, helped])?;
    tx.send(&DROP_OLD, &p![now])?;
    tx.send(&TOUCH_ANSWERS, &p![quarter])?;
    Ok(true)
}

/// What was said in each quarter from the first to before the second, where five people or more said something.
pub fn sums(
    tx: &mut dyn Tx,
    (from, until): (Quarter, Quarter),
) -> Result<Vec<(Quarter, Voices)>, DbError> {
    let mut found = Vec::new();
    for row in tx.query(&SUMS, &p![from.number(), until.number()])? {
        let sums = [row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?];
        if let Some(voices) = Voices::of(row.get(1)?, sums) {
            found.push((Quarter::from_number(row.get(0)?), voices));
        }
    }
    Ok(found)
}
