//! One connection to the server, driven from a thread of its own.

use super::tls::Address;
use crate::db::error::{DbError, DoesNotFit};
use crate::db::tx::Shape;
use crate::db::value::{Row, V};
use std::collections::BTreeMap;
use std::error::Error;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Statement};

/// Waits between attempts to connect, in milliseconds: together about two seconds.
const PATIENCE_MS: &[u64] = &[50, 100, 250, 500, 1_000];
/// A cache of statements larger than this is a mistake somewhere; it starts again.
const STATEMENTS: usize = 1_000;
/// A forgotten transaction or an endless statement may not hold locks for ever. Pages ask many short statements at the same
/// time: to plan one anew for each of its values, to compile it to machine code, or to share it out among processes, takes longer
/// than it does.
const SESSION: &str = "SET statement_timeout = '30s'; SET lock_timeout = '10s'; \
     SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = 'warning'; \
     SET jit = off; SET max_parallel_workers_per_gather = 0; \
     SET plan_cache_mode = force_generic_plan";

/// One message of a pipeline.
pub(super) enum Op {
    Script(String),
    Exec(Statement, Vec<V>),
    Query(Statement, Vec<V>),
}

/// Its answer.
pub(super) enum Out {
    Done,
    Count(u64),
    Rows(Vec<tokio_postgres::Row>),
}

pub(super) type Answer = Result<Out, tokio_postgres::Error>;

pub(super) struct Wire {
    runtime: Runtime,
    address: Address,
    client: Option<Client>,
    statements: BTreeMap<String, Statement>,
}

impl Wire {
    pub(super) fn new(address: Address) -> Result<Self, DbError> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        Ok(Self { runtime, address, client: None, statements: BTreeMap::new() })
    }

    /// Says goodbye to the connection; the next job opens another.
    pub(super) fn hang_up(&mut self) {
        self.client = None;
        self.statements.clear();
        self.runtime.block_on(tokio::task::yield_now());
    }

    /// Forgets prepared statements, whose plans a change of the schema has made useless.
    pub(super) fn forget_statements(&mut self) {
        self.statements.clear();
    }

    /// Makes sure that there is a connection, as far as one can know without using it.
    pub(super) fn ensure(&mut self) -> Result<(), DbError> {
        // Lets the connection's task notice that the server hung up meanwhile.
        self.runtime.block_on(tokio::task::yield_now());
        if self.client.as_ref().is_some_and(|client| !client.is_closed()) {
            return Ok(());
        }
        self.hang_up();
        let mut waits = PATIENCE_MS.iter();
        loop {
            match self.connect() {
                Ok(client) => {
                    self.client = Some(client);
                    return Ok(());
                }
                Err(error) => {
                    let (DbError::Unavailable, Some(ms)) = (&error, waits.next()) else {
                        tracing::warn!(code = error.code(), %error, "no connection to PostgreSQL");
                        return Err(error);
                    };
                    self.wait(Duration::from_millis(*ms));
                }
            }
        }
    }

    fn connect(&self) -> Result<Client, DbError> {
        let Address { config, tls, .. } = &self.address;
        let tls = tls.clone();
        self.runtime.block_on(async {
            let (client, connection) = config.connect(tls).await.map_err(|e| connect_error(&e))?;
            // Ends by itself when the client is dropped or the server hangs up.
            let _task = tokio::spawn(connection);
            client.batch_execute(SESSION).await.map_err(|e| DbError::from(&e))?;
            Ok(client)
        })
    }

    pub(super) fn wait(&self, duration: Duration) {
        // The timer wants to be made inside the runtime.
        self.runtime.block_on(async { tokio::time::sleep(duration).await });
    }

    /// The prepared form of `text`, from the cache or the server.
    pub(super) fn statement(&mut self, text: &str) -> Result<Statement, DbError> {
        if let Some(statement) = self.statements.get(text) {
            return Ok(statement.clone());
        }
        let client = self.client.as_ref().ok_or(DbError::Unavailable)?;
        let prepared = self.runtime.block_on(client.prepare(text));
        let statement = prepared.map_err(|e| DbError::from(&e))?;
        if self.statements.len() >= STATEMENTS {
            self.statements.clear();
        }
        self.statements.insert(text.to_owned(), statement.clone());
        Ok(statement)
    }

    pub(super) fn describe(&self, text: &str) -> Result<Shape, DbError> {
        let client = self.client.as_ref().ok_or(DbError::Unavailable)?;
        let prepared = self.runtime.block_on(client.prepare(text));
        let statement = prepared.map_err(|e| DbError::from(&e))?;
        Ok(Shape { params: statement.params().len(), columns: statement.columns().len() })
    }

    /// Sends all messages at once and returns their answers in the same order.
    pub(super) fn pipeline(&self, ops: &[Op]) -> Result<Vec<Answer>, DbError> {
        let client = self.client.as_ref().ok_or(DbError::Unavailable)?;
        Ok(self.runtime.block_on(in_order(ops.iter().map(|op| send(client, op)).collect())))
    }
}

/// Errors while connecting: a refused password is final, a silent server may come back.
fn connect_error(error: &tokio_postgres::Error) -> DbError {
    match DbError::from(error) {
        other if error.as_db_error().is_some() => other,
        other => {
            tracing::debug!(%other, "could not connect");
            DbError::Unavailable
        }
    }
}

type Sending<'a> = Pin<Box<dyn Future<Output = Answer> + 'a>>;

fn send<'a>(client: &'a Client, op: &'a Op) -> Sending<'a> {
    Box::pin(async move {
        match op {
            Op::Script(text) => client.batch_execute(text).await.map(|()| Out::Done),
            Op::Exec(statement, args) => {
                client.execute(statement, &borrowed(args)).await.map(Out::Count)
            }
            Op::Query(statement, args) => {
                client.query(statement, &borrowed(args)).await.map(Out::Rows)
            }
        }
    })
}

fn borrowed(args: &[V]) -> Vec<&(dyn ToSql + Sync)> {
    args.iter().map(|v| -> &(dyn ToSql + Sync) { v }).collect()
}

/// Polls all futures, the first time in their order: that is when each one's message is sent.
async fn in_order(mut futures: Vec<Sending<'_>>) -> Vec<Answer> {
    let mut answers: Vec<Option<Answer>> = futures.iter().map(|_| None).collect();
    poll_fn(|cx| {
        let mut waiting = false;
        for (future, answer) in futures.iter_mut().zip(answers.iter_mut()) {
            if answer.is_none() {
                match future.as_mut().poll(cx) {
                    Poll::Ready(ready) => *answer = Some(ready),
                    Poll::Pending => waiting = true,
                }
            }
        }
        if waiting { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
    answers.into_iter().flatten().collect()
}

impl ToSql for V {
    // Besides the exact pairs, those that SQLite cannot tell apart: a copied row must fit.
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match (self, ty) {
            (Self::Null, _) => return Ok(IsNull::Yes),
            (Self::Int(x), &Type::INT8) => out.extend_from_slice(&x.to_be_bytes()),
            (Self::Int(x), &Type::INT4) => out.extend_from_slice(&i32::try_from(*x)?.to_be_bytes()),
            (Self::Int(x), &Type::INT2) => out.extend_from_slice(&i16::try_from(*x)?.to_be_bytes()),
            (Self::Int(x @ (0 | 1)), &Type::BOOL) => out.extend_from_slice(&[u8::from(*x == 1)]),
            (Self::Bool(x), &Type::BOOL) => out.extend_from_slice(&[u8::from(*x)]),
            (Self::Bool(x), &Type::INT8) => out.extend_from_slice(&i64::from(*x).to_be_bytes()),
            (Self::Text(x), &Type::TEXT | &Type::VARCHAR | &Type::BPCHAR | &Type::NAME) => {
                out.extend_from_slice(x.as_bytes());
            }
            (Self::Bytes(x), &Type::BYTEA) => out.extend_from_slice(x),
            (Self::Bytes(x), &Type::UUID) if x.len() == 16 => out.extend_from_slice(x),
            (Self::Uuid(x), &Type::UUID | &Type::BYTEA) => out.extend_from_slice(x.as_bytes()),
            (value, ty) => {
                return Err(DoesNotFit { kind: value.kind(), column: ty.to_string() }.into());
            }
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// Reads a row of the server.
pub(super) fn from_postgres(row: &tokio_postgres::Row) -> Result<Row, DbError> {
    let bad = |e: tokio_postgres::Error| DbError::wrong_type(e.to_string());
    let mut values = Vec::with_capacity(row.len());
    for (i, column) in row.columns().iter().enumerate() {
        let value = match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(i).map_err(bad)?.map(V::Int),
            Type::INT4 => row.try_get::<_, Option<i32>>(i).map_err(bad)?.map(V::from),
            Type::INT2 => row.try_get::<_, Option<i16>>(i).map_err(bad)?.map(|x| V::Int(x.into())),
            Type::BOOL => row.try_get::<_, Option<bool>>(i).map_err(bad)?.map(V::Bool),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(i).map_err(bad)?.map(V::Bytes),
            Type::UUID => row.try_get::<_, Option<Id>>(i).map_err(bad)?.map(|id| V::Uuid(id.0)),
            Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME => {
                row.try_get::<_, Option<String>>(i).map_err(bad)?.map(V::Text)
            }
            ref other => return Err(DbError::wrong_type(format!("a column of type {other}"))),
        };
        values.push(value.unwrap_or(V::Null));
    }
    Ok(Row(values))
}

struct Id(uuid::Uuid);

impl<'a> tokio_postgres::types::FromSql<'a> for Id {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(uuid::Uuid::from_slice(raw)?))
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::UUID
    }
}
