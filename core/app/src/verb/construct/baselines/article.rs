//! The paragraphs of article 47 as a table, chain by chain, the verdicts in the title.

use littoral_delimit::construct::archipelago;

use super::super::chain::Chain;
use super::super::ground::Ground;
use super::super::land::Land;
use super::super::refused;
use super::super::sheet::{Cell, Sheet, Table};
use super::{Baselines, pass, with_label};
use crate::failure::Outcome;

/// The tests of all chains.
pub(super) fn article_47(
    sheet: &mut Sheet,
    args: &Baselines,
    ground: &Ground,
    chains: &[Chain],
) -> Outcome {
    let land = Land::read(&args.land, &args.common, ground)?;
    let columns = vec![("article", false), ("asks", false), ("figures", false), ("result", false)];
    let columns = with_label(columns, chains);
    let mut table = Table { title: "Article 47".into(), columns, rows: Vec::new() };
    let mut verdicts = Vec::new();
    for chain in chains {
        let [rings, lakes] = land.of(if chains.len() > 1 { &chain.party } else { "" });
        let (earth, kind) = (&ground.earth, chain.edge.line());
        let place = args.file.display().to_string();
        let standing = archipelago::in_lakes(&rings, &lakes);
        let (islets, rings): (Vec<_>, Vec<_>) =
            rings.into_iter().zip(standing).partition(|(_, inner)| *inner);
        let [islets, rings] =
            [islets, rings].map(|all| all.into_iter().map(|r| r.0).collect::<Vec<_>>());
        let found = archipelago::article_47(earth, &chain.places(), kind, &rings)
            .map_err(|e| refused(&e, &super::named(&place, chains, chain)))?;
        let label = chain.label();
        for t in &found.tests {
            let mut row = vec![Cell::word(t.article), Cell::word(t.asks), Cell::word(&t.figures)];
            row.push(Cell::word(pass(t.pass)));
            if chains.len() > 1 {
                row.insert(0, Cell::word(&label));
            }
            table.rows.push(row);
        }
        let verdict = pass(found.tests.iter().all(|t| t.pass));
        verdicts.push(if chains.len() > 1 { format!("{label} {verdict}") } else { verdict.into() });
        let lakes = found.of_lakes(earth, &chain.places(), kind, &lakes, &islets);
        let said = found.findings.into_iter().chain(lakes);
        sheet.notes.extend(said.map(|text| super::of_chain(chains, chain, &text)));
    }
    let (file, verdicts) = (args.file.display(), verdicts.join(", "));
    sheet.title = format!("Archipelagic baselines {file}: {verdicts} by UNCLOS article 47");
    sheet.tables.push(table);
    sheet.notes.push(
        "not tested: main islands within, general configuration, low-tide elevations, waters of a neighbouring State"
            .into(),
    );
    Ok(())
}
