//! Finds the ECharts build that the charming package ships and compiles it to QuickJS bytecode, so that the program
//! loads it in milliseconds and the library needs no copy of it.
//!
//! Out, in `OUT_DIR`: `echarts.js` (the file itself, for the site) and `echarts.bytecode`. Where host and target
//! disagree in byte order or pointer width, bytecode made here is useless there: `echarts_from_source` is set and the
//! engine loads the file itself.

use rquickjs::module::{WriteOptions, WriteOptionsEndianness};
use rquickjs::{Context, Module, Runtime};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The file inside charming's package.
const ASSET: &str = "src/asset/echarts-5.5.1.min.js";

fn main() {
    println!("cargo::rustc-check-cfg=cfg(echarts_from_source)");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=Cargo.lock");
    let asset = find_asset().unwrap_or_else(|faults| {
        panic!(
            "the ECharts build in the package of charming 0.6 ({ASSET}) was not found:\n{}\n\
             `cargo fetch --locked` downloads all packages",
            faults.join("\n")
        )
    });
    println!("cargo::rerun-if-changed={}", asset.display());
    let source =
        fs::read(&asset).unwrap_or_else(|error| panic!("{} is not readable: {error}", asset.display()));
    let out = PathBuf::from(variable("OUT_DIR"));
    write(&out.join("echarts.js"), &source);
    if same_machine() {
        write(&out.join("echarts.bytecode"), &compile(source));
    } else {
        println!("cargo::rustc-cfg=echarts_from_source");
    }
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("cargo sets {name} for build scripts"))
}

fn write(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).unwrap_or_else(|error| panic!("{} is not writable: {error}", path.display()));
}

/// Whether bytecode made on this machine runs on the target.
fn same_machine() -> bool {
    let width = variable("CARGO_CFG_TARGET_POINTER_WIDTH");
    let endian = variable("CARGO_CFG_TARGET_ENDIAN");
    width == usize::BITS.to_string() && endian == if cfg!(target_endian = "big") { "big" } else { "little" }
}

/// Compiles the file as a module: it hangs `echarts` on `globalThis`, as it does in a browser's classic script.
fn compile(source: Vec<u8>) -> Vec<u8> {
    let runtime = Runtime::new().expect("QuickJS starts");
    runtime.set_max_stack_size(16 * 1024 * 1024);
    let context = Context::full(&runtime).expect("QuickJS has a context");
    context.with(|ctx| {
        let module = Module::declare(ctx, "echarts", source).expect("ECharts compiles");
        let options = WriteOptions {
            endianness: WriteOptionsEndianness::Native,
            strip_source: true,
            ..WriteOptions::default()
        };
        module.write(options).expect("QuickJS writes the bytecode")
    })
}

/// Asks cargo where charming is, in three ways, from the strictest to the most lenient.
fn find_asset() -> Result<PathBuf, Vec<String>> {
    let here = PathBuf::from(variable("CARGO_MANIFEST_DIR"));
    let manifest = here.join("Cargo.toml");
    let mut faults = Vec::new();
    // Development dependencies are not downloaded by `cargo run`, yet `cargo metadata` wants them: the second try
    // asks for a package that needs charming and nothing else.
    let tries: [(&str, &dyn Fn() -> Result<PathBuf, String>); 3] = [
        ("offline", &|| ask(&here, &manifest, &["--locked", "--offline"])),
        ("alone", &|| ask(&here, &lonely_manifest(&here)?, &["--offline"])),
        ("online", &|| ask(&here, &manifest, &["--locked"])),
    ];
    for (name, attempt) in tries {
        match attempt() {
            Ok(path) => return Ok(path),
            Err(fault) => faults.push(format!("- {name}: {fault}")),
        }
    }
    Err(faults)
}

/// A package in `OUT_DIR` that depends on charming only, with this package's lock file.
fn lonely_manifest(here: &Path) -> Result<PathBuf, String> {
    let folder = PathBuf::from(variable("OUT_DIR")).join("charming");
    let text = |error: std::io::Error| error.to_string();
    fs::create_dir_all(folder.join("src")).map_err(text)?;
    fs::write(folder.join("src/lib.rs"), "").map_err(text)?;
    let lock = here.join("Cargo.lock");
    if lock.exists() {
        fs::copy(lock, folder.join("Cargo.lock")).map_err(text)?;
    }
    let manifest = "[package]\nname = \"charming-alone\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n\n\
                    [dependencies]\ncharming = { version = \"0.6.0\", default-features = false }\n";
    let path = folder.join("Cargo.toml");
    fs::write(&path, manifest).map_err(text)?;
    Ok(path)
}

fn ask(here: &Path, manifest: &Path, arguments: &[&str]) -> Result<PathBuf, String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(here)
        .args(["metadata", "--format-version", "1", "--filter-platform", &variable("TARGET")])
        .arg("--manifest-path")
        .arg(manifest)
        .args(arguments)
        .output()
        .map_err(|error| format!("cargo does not start: {error}"))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        return Err(words.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join(" / "));
    }
    let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    let packages = metadata["packages"].as_array().ok_or("cargo metadata names no packages")?;
    let folder = packages
        .iter()
        .find(|package| package["name"] == "charming")
        .and_then(|package| package["manifest_path"].as_str())
        .and_then(|path| Path::new(path).parent())
        .ok_or("cargo metadata does not name charming")?;
    let asset = folder.join(ASSET);
    if asset.is_file() { Ok(asset) } else { Err(format!("{} does not exist", asset.display())) }
}
