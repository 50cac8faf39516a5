//! Nothing that the answering side keeps tells about whom it was asked.

use std::collections::BTreeSet;

use sila::app::App;
use sila::db::{DbError, Tx, V};
use sila::known::list::values;
use sila_core::PersonId;
use sila_link::known::{Epoch, Scope, Seed, Slot, elements_hash};
use sila_seal::voprf::Element;

use super::refusals::{send, written};
use super::*;

/// Every value in every table of a node, as bytes.
pub async fn everything(node: &Node) -> Vec<Vec<u8>> {
    node.app
        .store
        .read(|tx: &mut dyn Tx| {
            let tables =
                tx.query_text("select name from sqlite_master where type = 'table'", &[])?;
            let mut all = Vec::new();
            for table in tables {
                let name: String = table.get(0)?;
                for row in tx.query_text(&format!("select * from {name}"), &[])? {
                    all.extend(row.into_values().into_iter().map(bytes));
                }
            }
            Ok::<_, DbError>(all)
        })
        .await
        .unwrap()
}

fn bytes(value: V) -> Vec<u8> {
    match value {
        V::Text(text) => text.into_bytes(),
        V::Bytes(bytes) => bytes,
        V::Uuid(id) => id.as_bytes().to_vec(),
        other => format!("{other:?}").into_bytes(),
    }
}

pub fn holds(all: &[Vec<u8>], wanted: &[u8]) -> bool {
    all.iter().any(|value| value.windows(wanted.len()).any(|part| part == wanted))
}

/// Everything on Dana's disk.
fn files(node: &Node) -> Vec<Vec<u8>> {
    let dir = std::fs::read_dir(node.folder()).unwrap();
    let files = dir.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    files.map(|path| std::fs::read(path).unwrap()).collect()
}

#[tokio::test]
async fn contract_b21_the_answering_side_keeps_nothing_about_whom_it_was_asked() {
    // Nobody here has heard of her: whatever is found after the question came with it.
    let asking = fresh(&[Woman { ar: "هند سعيد المهاوي", ..OTHER }]).await;
    let (marsa, dana) = (&asking.pair.marsa, &asking.pair.dana);
    let question = asking.ask().await;
    assert_eq!(class(&question), "NONE");
    let mut canaries: Vec<Vec<u8>> = vec![
        FATIMA.ar.as_bytes().to_vec(),
        "الكثيبي".as_bytes().to_vec(),
        FATIMA.emirates_id.as_bytes().to_vec(),
        asking.case.0.as_bytes().to_vec(),
        asking.case.0.to_string().into_bytes(),
        asking.pair.sender.id.0.as_bytes().to_vec(),
    ];
    let asked = values::asked(&fatima());
    canaries.extend(asked.iter().map(|(_, value)| value.clone().into_bytes()));
    let (rows, disk) = (everything(dana).await, files(dana));
    for canary in &canaries {
        assert!(!holds(&rows, canary), "a row tells about her");
        assert!(!holds(&disk, canary), "a file tells about her");
    }
    assert!(holds(&rows, &question.batch), "what was looked through holds the question itself");
    assert!(holds(&everything(marsa).await, asking.pair.sender.id.0.as_bytes()));
}

/// Dana has its secret, its log and a dictionary with her in it, and still cannot tell her from anybody else.
#[tokio::test]
async fn contract_b21_a_dictionary_does_not_help_the_answering_side() {
    let asking = fresh(&[OTHER]).await;
    asking.ask().await;
    assert_eq!(attack(&asking, &dictionary()).await, None, "the dictionary finds her");
    // The attack itself works: a question that hides nothing is told by its elements.
    asking.pair.wait(1);
    asking.try_ask(|_| ()).await.unwrap();
    let mut bare = written(&asking).await;
    bare.query = Uuid::from_u128(9);
    bare.elements = elements(&bare.scope, &whole(&fatima())).unwrap();
    send(&asking, bare).await;
    assert_eq!(attack(&asking, &dictionary()).await, Some(0), "without blinds she is found");
}

/// Her and every likely other woman as a question would be about them, without a secret: who of them was asked about.
async fn attack(asking: &Asking, dictionary: &[Person]) -> Option<usize> {
    let (dana, agreement) = (&asking.pair.dana, asking.pair.agreement.id);
    let stored = dana.app.store.read(move |tx| lists::seed(tx, agreement)).await.unwrap().unwrap();
    let seed = seed_of(&dana.app, agreement, &stored);
    let scope = Scope { agreement, purpose: KnownPurpose::Protection, epoch: stored.epoch };
    let rows = everything(dana).await;
    let held: BTreeSet<[u8; 32]> = rows
        .iter()
        .flat_map(|value| value.windows(32).map(|part| part.try_into().unwrap()))
        .collect();
    dictionary.iter().position(|person| {
        let values = values::listed(&whole(person));
        let mut tried = values.iter().flat_map(|(slot, v)| computable(&seed, &scope, *slot, v));
        let hash = elements(&scope, &whole(person)).map(|all| elements_hash(&all));
        tried.any(|value| held.contains(&value)) || hash.is_some_and(|hash| held.contains(&hash))
    })
}

/// With a telephone, so that every slot asks for something.
fn whole(person: &Person) -> Person {
    Person { phone: Some("+971590000007".to_owned()), ..person.clone() }
}

/// The elements of a question that hides nothing.
fn elements(scope: &Scope, person: &Person) -> Option<Vec<Element>> {
    let one = sila_seal::voprf::Blind::from_bytes(scalar_one()).unwrap();
    let values = values::asked(person);
    let of = |slot| values.iter().find(|(of, _)| *of == slot);
    let element = |slot| one.blind(&scope.input(slot, values::RULES, &of(slot)?.1)).ok();
    Slot::ALL.into_iter().map(element).collect()
}

/// Whatever the answering side can compute of a value with its own secret.
pub fn computable(seed: &Seed, scope: &Scope, slot: Slot, value: &str) -> Vec<[u8; 32]> {
    let input = scope.input(slot, values::RULES, value);
    let key = seed.key(scope, slot).unwrap();
    let output = key.evaluate(&[&input]).unwrap().remove(0);
    let one = sila_seal::voprf::Blind::from_bytes(scalar_one()).unwrap();
    let plain: Element = one.blind(&input).unwrap();
    let evaluated = key.blind_evaluate(&[plain]).unwrap()[0];
    vec![plain.0, evaluated.0, output[..32].try_into().unwrap()]
}

fn scalar_one() -> [u8; 32] {
    let mut one = [0; 32];
    one[0] = 1;
    one
}

pub fn seed_of(app: &App, agreement: sila_core::AgreementId, stored: &lists::Stored) -> Seed {
    let place = sila::vault::Place { table: "known_seed", row: agreement.0 };
    let plain = app.vault.open(place, &stored.secret).unwrap();
    Seed(plain[..32].try_into().unwrap())
}

fn fatima() -> Person {
    Person {
        name_ar: Some(FATIMA.ar.to_owned()),
        birth: FATIMA.birth,
        emirates_id: Some(FATIMA.emirates_id.to_owned()),
        ..Person::unknown(PersonId(Uuid::nil()))
    }
}

/// Every likely woman, and her.
fn dictionary() -> Vec<Person> {
    let mut people = vec![fatima()];
    for given in ["فاطمة", "مريم", "عائشة"] {
        for day in 1..=28 {
            people.push(Person {
                name_ar: Some(format!("{given} أحمد الكثيبي")),
                birth: Birth::Exact { y: 1989, m: 4, d: day },
                ..fatima()
            });
        }
    }
    people
}

/// Keys of a week that has passed cannot be computed from what is kept.
#[tokio::test]
async fn contract_b21_the_secret_of_last_week_is_gone() {
    let asking = fresh(&[OTHER]).await;
    let (dana, agreement) = (&asking.pair.dana, asking.pair.agreement.id);
    let read = || async {
        dana.app.store.read(move |tx| lists::seed(tx, agreement)).await.unwrap().unwrap()
    };
    let first = read().await;
    let old = seed_of(&dana.app, agreement, &first);
    asking.pair.wait(8 * 24 * 60);
    asking.refresh().await;
    let second = read().await;
    assert_eq!(second.epoch, Epoch { week: first.epoch.week + 1, edition: 0 });
    assert_eq!(seed_of(&dana.app, agreement, &second).0, old.next().0);
    assert!(!holds(&everything(dana).await, &first.secret), "not even sealed");
}
