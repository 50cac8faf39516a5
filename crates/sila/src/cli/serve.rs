//! `sila serve`: runs the node until it is told to stop.

use anyhow::Context;

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;

/// How long requests in flight may take after the node was told to stop.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(2);

/// Flags of `sila serve`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    config: Config,
    /// Stop when standard input ends: whoever started the node holds the other end.
    #[arg(long, hide = true)]
    until_input_ends: bool,
}

pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let config = arguments.config;
    if !crate::node::exists(&config.dir) {
        crate::setup::guide(&config).await?;
    }
    let app = App::open(config, Clock::default()).await?;
    let input_ended = input_ended(arguments.until_input_ends);
    serve(app, async {
        tokio::select! {
            () = told_to_stop() => {}
            () = input_ended => {}
        }
    })
    .await
}

/// Serves pages and the link until `stop` ends.
///
/// # Errors
/// When an address cannot be listened on.
pub async fn serve(
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let web = app.config.web;
    let listener = tokio::net::TcpListener::bind(web)
        .await
        .with_context(|| format!("cannot listen on {web}: is another program using it?"))?;
    let mut tasks = crate::jobs::start(&app);
    if let Some(address) = app.config.link {
        let wire = crate::wire::server::bind(address).await?;
        let app = app.clone();
        tasks.spawn(async move {
            if let Err(error) = crate::links::listen(app, wire).await {
                tracing::error!("the link does not listen: {error:#}");
            }
        });
    }
    super::say(&format!("{}: http://{}/ar", app.node.agency.name_en, listener.local_addr()?));
    let (tell, told) = tokio::sync::oneshot::channel::<()>();
    let stop = async move {
        stop.await;
        drop(tell);
    };
    // Open pages hold a stream of events for as long as they like: they are given a moment and no more.
    let patience = async {
        let _stopped = told.await;
        tokio::time::sleep(PATIENCE).await;
    };
    // Made once: a bare router would be copied, every route of it, for each connection.
    let pages = crate::routes::router(&app).into_make_service();
    let serving = axum::serve(listener, pages).with_graceful_shutdown(stop);
    tokio::select! {
        served = serving => served?,
        () = patience => {}
    }
    tasks.abort_all();
    while tasks.join_next().await.is_some() {}
    app.store.close().await;
    Ok(())
}

/// Ends when the terminal or the system says stop. Open event streams are cut after a moment.
pub(super) async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut term) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = term.recv() => {}
    }
}

/// Ends when standard input ends, if that is asked for. A thread of its own reads: the runtime would wait for its own.
async fn input_ended(asked: bool) {
    if !asked {
        return std::future::pending().await;
    }
    let (tell, told) = tokio::sync::oneshot::channel::<()>();
    std::thread::spawn(move || {
        let _ended = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        drop(tell);
    });
    let _ended = told.await;
}
