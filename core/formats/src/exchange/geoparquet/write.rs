//! Layers as GeoParquet files.

use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use serde_json::{Value, json};

use super::{GEO, GEOMETRY, MADE_BY};
use crate::exchange::feature::{Collection, Layer, ShapeKind, text};
use crate::exchange::schema::{self, Field, FieldKind};
use crate::exchange::{Piece, Written, meridian, wkb};

/// One file a layer and kind of geometry; the first has the name asked for.
pub(crate) fn write(collection: &Collection) -> std::result::Result<Written, String> {
    let mut out = Written::default();
    for (k, (kind, layer)) in collection.parted().into_iter().enumerate() {
        let fields = schema::fields(&layer);
        out.losses.extend(schema::losses(&layer, &fields));
        let bytes = file(collection, &layer, &fields, kind)
            .map_err(|e| format!("the Parquet file cannot be made: {e}"))?;
        out.pieces.push(Piece::of_layer(k, &layer.name, bytes));
    }
    Ok(out)
}

fn file(
    collection: &Collection,
    layer: &Layer,
    fields: &[Field],
    kind: Option<ShapeKind>,
) -> Result<Vec<u8>> {
    let multiple = kind == Some(ShapeKind::Polygons) || layer.is_multiple();
    let mut writer = SerializedFileWriter::new(
        Vec::new(),
        schema(layer, fields)?,
        properties(collection, layer, kind, multiple),
    )?;
    let mut group = writer.next_row_group()?;
    if let Some(mut column) = group.next_column()? {
        let blob = |s: &_| ByteArray::from(wkb::write(&meridian::cut(s), multiple));
        let cells: Vec<Option<ByteArray>> =
            layer.features.iter().map(|f| f.shape.as_ref().map(blob)).collect();
        put::<ByteArrayType>(&mut column, cells)?;
        column.close()?;
    }
    for field in fields {
        let Some(mut column) = group.next_column()? else { break };
        let values = layer.features.iter().map(|f| schema::value(&f.properties, field));
        match field.kind {
            FieldKind::Flag => put::<BoolType>(&mut column, values.map(|v| v.as_bool()).collect())?,
            FieldKind::Integer => {
                put::<Int64Type>(&mut column, values.map(|v| v.as_i64()).collect())?
            }
            FieldKind::Real => {
                put::<DoubleType>(&mut column, values.map(|v| v.as_f64()).collect())?
            }
            FieldKind::Text => put::<ByteArrayType>(&mut column, values.map(words).collect())?,
        }
        column.close()?;
    }
    group.close()?;
    writer.into_inner()
}

fn words(value: Value) -> Option<ByteArray> {
    (!value.is_null()).then(|| ByteArray::from(text(&value).into_bytes()))
}

/// A column of optional cells.
fn put<T: parquet::data_type::DataType>(
    column: &mut SerializedColumnWriter<'_>,
    cells: Vec<Option<T::T>>,
) -> Result<()> {
    let levels: Vec<i16> = cells.iter().map(|c| i16::from(c.is_some())).collect();
    let values: Vec<T::T> = cells.into_iter().flatten().collect();
    column.typed::<T>().write_batch(&values, Some(&levels), None)?;
    Ok(())
}

fn schema(layer: &Layer, fields: &[Field]) -> Result<TypePtr> {
    let column = |name: &str, kind: Physical, logical: Option<LogicalType>| -> Result<TypePtr> {
        let builder =
            Type::primitive_type_builder(name, kind).with_repetition(Repetition::OPTIONAL);
        builder.with_logical_type(logical).build().map(Arc::new)
    };
    let mut columns = vec![column(GEOMETRY, Physical::BYTE_ARRAY, None)?];
    for f in fields {
        if f.name == GEOMETRY {
            return Err(ParquetError::General(format!(
                "an attribute of {} is called \"{GEOMETRY}\"",
                layer.name
            )));
        }
        columns.push(match f.kind {
            FieldKind::Flag => column(&f.name, Physical::BOOLEAN, None)?,
            FieldKind::Integer => column(&f.name, Physical::INT64, None)?,
            FieldKind::Real => column(&f.name, Physical::DOUBLE, None)?,
            FieldKind::Text => column(&f.name, Physical::BYTE_ARRAY, Some(LogicalType::String))?,
        });
    }
    Type::group_type_builder("schema").with_fields(columns).build().map(Arc::new)
}

/// Uncompressed pages: every reader takes them, and the files are small.
fn properties(
    collection: &Collection,
    layer: &Layer,
    kind: Option<ShapeKind>,
    multiple: bool,
) -> WriterPropertiesPtr {
    let word = match kind {
        Some(ShapeKind::Points) => "Point",
        Some(ShapeKind::Lines) => "LineString",
        Some(ShapeKind::Polygons) => "Polygon",
        None => "",
    };
    let types: Vec<String> = match (kind, multiple) {
        (None, _) => vec![],
        (_, true) => vec![format!("Multi{word}")],
        (_, false) => vec![word.to_owned()],
    };
    let mut column = json!({ "encoding": "WKB", "geometry_types": types, "edges": "planar",
        "orientation": "counterclockwise" });
    if let (Some(bounds), Some(table)) = (layer.bounds(), column.as_object_mut()) {
        table.insert("bbox".into(), json!(bounds));
    }
    let geo =
        json!({ "version": "1.0.0", "primary_column": GEOMETRY, "columns": { GEOMETRY: column } });
    let mut entries = vec![
        KeyValue::new(GEO.to_owned(), geo.to_string()),
        KeyValue::new("layer".to_owned(), layer.name.clone()),
    ];
    entries.extend(collection.provenance().map(|made| KeyValue::new(MADE_BY.to_owned(), made)));
    let builder = WriterProperties::builder().set_created_by("littoral".to_owned());
    let builder = builder.set_compression(Compression::UNCOMPRESSED);
    Arc::new(builder.set_key_value_metadata(Some(entries)).build())
}
