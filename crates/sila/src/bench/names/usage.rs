//! What a measure cost: time on the wall, time of the processor, memory.

use serde::Serialize;

use super::super::bare::now;
use super::super::rounded;

/// Time that was spent.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Spent {
    /// Seconds on the wall.
    pub seconds: f64,
    /// Seconds of the processor, over all threads.
    pub cpu_seconds: f64,
}

/// A point to measure from.
pub struct Start {
    wall: std::time::Instant,
    cpu: f64,
}

impl Start {
    /// From now on.
    pub fn now() -> Start {
        Start { wall: now(), cpu: cpu_seconds() }
    }

    /// Until now.
    pub fn spent(&self) -> Spent {
        let cpu_seconds = rounded(cpu_seconds() - self.cpu);
        Spent { seconds: rounded(self.wall.elapsed().as_secs_f64()), cpu_seconds }
    }
}

/// Processor time of this program, in hundredths of a second (`proc_pid_stat`, fields 14 and 15).
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = after_name.split_whitespace().skip(11).take(2);
    ticks.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Milliseconds for which this thread was ready to run and had no core so far (the second field of `schedstat`).
pub fn waited_ms() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let waited = stat.split_whitespace().nth(1).and_then(|waited| waited.parse::<f64>().ok());
    waited.unwrap_or(0.0) / 1e6
}

/// The most memory this program has had so far, in MB.
pub fn memory_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}

/// The load average over one minute.
pub fn load() -> f64 {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().and_then(|load| load.parse().ok()).unwrap_or(0.0)
}
