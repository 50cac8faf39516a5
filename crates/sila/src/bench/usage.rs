//! What another program uses, as Linux tells it (proc(5)).

use anyhow::Context;

/// Processor time of a program so far, in seconds: fields 14 and 15 of `/proc/PID/stat`.
pub fn cpu_seconds(pid: u32) -> anyhow::Result<f64> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let (_, after) = text.rsplit_once(')').context("an unknown form of /proc/PID/stat")?;
    let ticks = after.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
    let ticks: f64 = ticks.collect::<Result<Vec<_>, _>>()?.iter().sum();
    // USER_HZ is 100 on every Linux that this runs on.
    Ok(ticks / 100.0)
}

/// Resident memory of a program now, in MiB.
pub fn rss_mib(pid: u32) -> anyhow::Result<f64> {
    memory(pid, "VmRSS:")
}

/// The most resident memory it has had, in MiB.
pub fn rss_peak_mib(pid: u32) -> anyhow::Result<f64> {
    memory(pid, "VmHWM:")
}

fn memory(pid: u32, name: &'static str) -> anyhow::Result<f64> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let kib = line.and_then(|line| line.split_whitespace().next()).context(name)?;
    Ok(kib.parse::<f64>()? / 1_024.0)
}
