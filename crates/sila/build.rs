//! Collects the texts (`locales/`) and the files of the pages (`static/`) into the binary, so that adding a file is enough.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut said = io::stdout().lock();
    writeln!(said, "cargo::rerun-if-changed=build.rs")?;
    writeln!(said, "cargo::rerun-if-changed=locales")?;
    writeln!(said, "cargo::rerun-if-changed=static")?;
    fs::write(out.join("sila.css"), joined_css(&root.join("static/css"))?)?;
    fs::write(out.join("sila.js"), tight(&fs::read_to_string(root.join("static/sila.js"))?))?;
    fs::write(out.join("wall.css"), joined_css(&root.join("static/css/wall"))?)?;
    fs::write(out.join("wall.js"), tight(&fs::read_to_string(root.join("static/wall.js"))?))?;
    fs::write(out.join("vote.js"), tight(&fs::read_to_string(root.join("static/vote.js"))?))?;
    fs::write(out.join("vote.css"), joined_css(&root.join("static/css/vote"))?)?;
    fs::write(out.join("kiosk.js"), tight(&fs::read_to_string(root.join("static/kiosk.js"))?))?;
    fs::write(out.join("kept.js"), tight(&fs::read_to_string(root.join("static/kept.js"))?))?;
    fs::write(out.join("kiosk.css"), joined_css(&root.join("static/css/kiosk"))?)?;
    fs::write(out.join("lockbox.js"), tight(&fs::read_to_string(root.join("static/lockbox.js"))?))?;
    fs::write(out.join("lockbox.css"), joined_css(&root.join("static/css/lockbox"))?)?;
    fs::write(out.join("icons.svg"), sprite(&root.join("static/icons"))?)?;
    let mut code = String::new();
    locales(&root, &mut code)?;
    assets(&root, &out, &mut code)?;
    fs::write(out.join("embedded.rs"), code)?;
    Ok(())
}

/// Files of `folder` whose name ends in `ending`, in the order of their names.
fn listed(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() && path.to_string_lossy().ends_with(ending) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// One stylesheet out of the numbered parts.
fn joined_css(folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut css = String::new();
    for path in listed(folder, ".css")? {
        css.push_str(&closed(&tight(&fs::read_to_string(path)?)));
    }
    Ok(css)
}

/// Without indentation, empty lines and lines that are only a comment. Neither file holds text over several lines.
fn tight(text: &str) -> String {
    let is_comment =
        |line: &str| line.starts_with("//") || (line.starts_with("/*") && line.ends_with("*/"));
    let is_code = |line: &&str| !line.is_empty() && !is_comment(line);
    text.lines().map(str::trim).filter(is_code).flat_map(|line| [line, "\n"]).collect()
}

/// Styles without the spaces and line ends that only people need. The first colon of a line ends its property; a later one may
/// stand in a text.
fn closed(css: &str) -> String {
    let mut css: String =
        css.lines().flat_map(|line| [line.replacen(": ", ":", 1), "\n".to_owned()]).collect();
    for (open, close) in [(" {\n", "{"), (";\n", ";"), ("}\n", "}"), (",\n", ",")] {
        css = css.replace(open, close);
    }
    css
}

/// One SVG with a `<symbol>` for each icon, named after its file.
fn sprite(folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut svg = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\">");
    for path in listed(folder, ".svg")? {
        let text = fs::read_to_string(&path)?;
        let inner = text.split_once('>').map_or("", |(_, rest)| rest).trim();
        let inner = inner.strip_suffix("</svg>").unwrap_or(inner);
        let id = name(&path).replace(".svg", "");
        write!(svg, "<symbol id=\"{id}\" viewBox=\"0 0 256 256\">{inner}</symbol>")?;
    }
    svg.push_str("</svg>\n");
    Ok(svg)
}

fn locales(root: &Path, code: &mut String) -> Result<(), Box<dyn Error>> {
    writeln!(code, "/// (language, file, text) of every file in `locales/`.")?;
    writeln!(code, "pub static LOCALES: &[(&str, &str, &str)] = &[")?;
    for lang in ["ar", "en"] {
        for path in listed(&root.join("locales").join(lang), ".ftl")? {
            writeln!(code, "    ({lang:?}, {:?}, include_str!({path:?})),", name(&path))?;
        }
    }
    writeln!(code, "];")?;
    Ok(())
}

fn assets(root: &Path, out: &Path, code: &mut String) -> Result<(), Box<dyn Error>> {
    let folder = root.join("static");
    let mut files = vec![
        ("sila.css".to_owned(), out.join("sila.css")),
        ("icons.svg".to_owned(), out.join("icons.svg")),
        ("sila.js".to_owned(), out.join("sila.js")),
        ("wall.css".to_owned(), out.join("wall.css")),
        ("wall.js".to_owned(), out.join("wall.js")),
        ("vote.js".to_owned(), out.join("vote.js")),
        ("vote.css".to_owned(), out.join("vote.css")),
        ("kiosk.js".to_owned(), out.join("kiosk.js")),
        ("kept.js".to_owned(), out.join("kept.js")),
        ("kiosk.css".to_owned(), out.join("kiosk.css")),
        ("lockbox.js".to_owned(), out.join("lockbox.js")),
        ("lockbox.css".to_owned(), out.join("lockbox.css")),
        ("icon.svg".to_owned(), folder.join("icon.svg")),
    ];
    for path in listed(&folder.join("fonts"), ".woff2")? {
        files.push((format!("fonts/{}", name(&path)), path));
    }
    let mut digest = Fnv::START;
    writeln!(code, "/// (path below `/static/DIGEST/`, bytes) of every file that pages load.")?;
    writeln!(code, "pub static ASSETS: &[(&str, &[u8])] = &[")?;
    let mut packed = String::new();
    for (served_as, path) in &files {
        let bytes = fs::read(path)?;
        digest = digest.fed(served_as.as_bytes()).fed(&bytes);
        writeln!(code, "    ({served_as:?}, include_bytes!({path:?})),")?;
        if !served_as.ends_with(".woff2") {
            let place = out.join(format!("{served_as}.gz"));
            fs::write(&place, gzipped(&bytes)?)?;
            writeln!(packed, "    ({served_as:?}, include_bytes!({place:?})),")?;
        }
    }
    writeln!(code, "];")?;
    writeln!(
        code,
        "/// The same files in gzip (RFC 1952), but for those that are packed already."
    )?;
    writeln!(code, "pub static PACKED: &[(&str, &[u8])] = &[\n{packed}];")?;
    writeln!(
        code,
        "/// Changes whenever a byte of an asset changes; part of every asset's address."
    )?;
    writeln!(code, "pub const DIGEST: &str = \"{:016x}\";", digest.0)?;
    Ok(())
}

fn gzipped(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packing = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packing.write_all(bytes)?;
    packing.finish()
}

/// FNV-1a, 64 bits: tells two builds apart for caches; protects nothing.
#[derive(Clone, Copy)]
struct Fnv(u64);

impl Fnv {
    const START: Self = Self(0xcbf2_9ce4_8422_2325);

    fn fed(self, bytes: &[u8]) -> Self {
        let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        Self(bytes.iter().fold(self.0, step))
    }
}
