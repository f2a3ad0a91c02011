//! Rebuilds the crate when a file joins or leaves what is embedded.

fn main() {
    for folder in ["../../examples", "../../scripts/rules"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
