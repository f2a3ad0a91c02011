//! Rebuilds the crate when a file joins or leaves what is embedded.

fn main() {
    println!("cargo:rerun-if-changed=../../examples");
}
