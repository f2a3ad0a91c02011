//! A table of typed columns as Parquet: what ensembles are kept in, and what DuckDB, Polars and pandas read as they are.
//!
//! Every column may have gaps (nulls), so that a run that failed is a row without numbers, never a missing row. Bytes
//! depend on the rows and the text of the metadata alone: no clock, no host, no thread count.

use std::fs::File;
use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
pub use parquet::errors::ParquetError as Error;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// UTF-8 texts.
    Text,
    /// Bytes.
    Bytes,
}

/// Name and kind of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Name; unique in a table.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

impl Field {
    /// A field.
    #[must_use]
    pub fn new(name: impl Into<String>, kind: Kind) -> Self {
        Self { name: name.into(), kind }
    }
}

/// The values of a column, one a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Whole numbers.
    Integer(Vec<Option<i64>>),
    /// Numbers.
    Number(Vec<Option<f64>>),
    /// Texts.
    Text(Vec<Option<String>>),
    /// Bytes.
    Bytes(Vec<Option<Vec<u8>>>),
}

impl Column {
    /// A column without rows.
    #[must_use]
    pub fn empty(kind: Kind) -> Self {
        match kind {
            Kind::Integer => Self::Integer(Vec::new()),
            Kind::Number => Self::Number(Vec::new()),
            Kind::Text => Self::Text(Vec::new()),
            Kind::Bytes => Self::Bytes(Vec::new()),
        }
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Integer(v) => v.len(),
            Self::Number(v) => v.len(),
            Self::Text(v) => v.len(),
            Self::Bytes(v) => v.len(),
        }
    }

    /// Has it no rows?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A number by row, whole or not; NaN where there is none.
    #[must_use]
    pub fn number(&self, row: usize) -> f64 {
        match self {
            Self::Integer(v) => v.get(row).copied().flatten().map_or(f64::NAN, |x| x as f64),
            Self::Number(v) => v.get(row).copied().flatten().unwrap_or(f64::NAN),
            _ => f64::NAN,
        }
    }

    /// A text by row; empty where there is none.
    #[must_use]
    pub fn text(&self, row: usize) -> &str {
        match self {
            Self::Text(v) => v.get(row).and_then(Option::as_deref).unwrap_or_default(),
            _ => "",
        }
    }

    /// Bytes by row; empty where there are none.
    #[must_use]
    pub fn bytes(&self, row: usize) -> &[u8] {
        match self {
            Self::Bytes(v) => v.get(row).and_then(Option::as_deref).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// Metadata of a file: names and texts in order.
pub type Meta = Vec<(String, String)>;

/// Writes groups of rows one after the other.
pub struct Writer<W: Write + Send>(SerializedFileWriter<W>);

impl<W: Write + Send> Writer<W> {
    /// A file with these columns and this metadata.
    ///
    /// # Errors
    /// Two columns of one name, or the file cannot be written.
    pub fn new(to: W, fields: &[Field], meta: &Meta) -> Result<Self, Error> {
        let twice = |f: &Field| fields.iter().filter(|o| o.name == f.name).count() > 1;
        if let Some(field) = fields.iter().find(|f| twice(f)) {
            return Err(Error::General(format!("two columns are called {}", field.name)));
        }
        let columns: Result<Vec<_>, _> =
            fields.iter().map(|f| column_type(f).map(Arc::new)).collect();
        let schema = Type::group_type_builder("littoral").with_fields(columns?).build()?;
        let meta = meta.iter().map(|(k, v)| KeyValue::new(k.clone(), v.clone())).collect();
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(format!("littoral {}", env!("CARGO_PKG_VERSION")))
            .set_key_value_metadata(Some(meta))
            .build();
        SerializedFileWriter::new(to, Arc::new(schema), Arc::new(properties)).map(Self)
    }

    /// Adds rows: one column a field, all of one length.
    ///
    /// # Errors
    /// The columns do not fit the fields, or the file cannot be written.
    pub fn group(&mut self, columns: &[Column]) -> Result<(), Error> {
        let rows = columns.first().map_or(0, Column::len);
        if columns.iter().any(|c| c.len() != rows) {
            return Err(Error::General("columns of different lengths".into()));
        }
        let mut group = self.0.next_row_group()?;
        for column in columns {
            put(&mut group, column)?;
        }
        group.close().map(|_| ())
    }

    /// Ends the file and gives back what it was written to.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn close(self) -> Result<W, Error> {
        self.0.into_inner()
    }
}

fn column_type(field: &Field) -> Result<Type, Error> {
    let (physical, logical) = match field.kind {
        Kind::Integer => (Physical::INT64, None),
        Kind::Number => (Physical::DOUBLE, None),
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Bytes => (Physical::BYTE_ARRAY, None),
    };
    Type::primitive_type_builder(&field.name, physical)
        .with_logical_type(logical)
        .with_repetition(Repetition::OPTIONAL)
        .build()
}

fn put<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    column: &Column,
) -> Result<(), Error> {
    match column {
        Column::Integer(v) => values::<Int64Type, W, _>(group, v, |x| *x),
        Column::Number(v) => values::<DoubleType, W, _>(group, v, |x| *x),
        Column::Text(v) => values::<ByteArrayType, W, _>(group, v, |x| ByteArray::from(x.as_str())),
        Column::Bytes(v) => values::<ByteArrayType, W, _>(group, v, |x| ByteArray::from(x.clone())),
    }
}

fn values<T: DataType, W: Write + Send, X>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &[Option<X>],
    as_stored: impl Fn(&X) -> T::T,
) -> Result<(), Error> {
    let missing = || Error::General("more columns than fields".into());
    let mut writer = group.next_column()?.ok_or_else(missing)?;
    let levels: Vec<i16> = values.iter().map(|v| i16::from(v.is_some())).collect();
    let present: Vec<T::T> = values.iter().flatten().map(as_stored).collect();
    writer.typed::<T>().write_batch(&present, Some(&levels), None)?;
    writer.close()
}

/// Reads a file group by group.
pub struct Reader {
    file: SerializedFileReader<File>,
    fields: Vec<Field>,
}

impl Reader {
    /// Opens a file.
    ///
    /// # Errors
    /// It is no Parquet file, is cut short, or has columns of kinds that are not written here.
    pub fn open(file: File) -> Result<Self, Error> {
        let file = SerializedFileReader::new(file)?;
        let schema = file.metadata().file_metadata().schema_descr_ptr();
        let fields: Result<Vec<Field>, _> = schema.columns().iter().map(|c| kind_of(c)).collect();
        Ok(Self { fields: fields?, file })
    }

    /// Its columns.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Number of the column of this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|f| f.name == name)
    }

    /// Its metadata.
    #[must_use]
    pub fn meta(&self) -> Meta {
        let list = self.file.metadata().file_metadata().key_value_metadata();
        let pair = |kv: &KeyValue| (kv.key.clone(), kv.value.clone().unwrap_or_default());
        list.map(|l| l.iter().map(pair).collect()).unwrap_or_default()
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> u64 {
        u64::try_from(self.file.metadata().file_metadata().num_rows()).unwrap_or(0)
    }

    /// Number of groups.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.file.num_row_groups()
    }

    /// The columns named by number, of one group, in the order asked.
    ///
    /// # Errors
    /// The file is damaged.
    pub fn group(&self, group: usize, columns: &[usize]) -> Result<Vec<Column>, Error> {
        let reader = self.file.get_row_group(group)?;
        let rows = usize::try_from(reader.metadata().num_rows()).unwrap_or(0);
        columns.iter().map(|&k| get(&*reader, k, self.kind(k)?, rows)).collect()
    }

    fn kind(&self, column: usize) -> Result<Kind, Error> {
        let none = || Error::General(format!("there is no column {column}"));
        self.fields.get(column).map(|f| f.kind).ok_or_else(none)
    }
}

fn kind_of(column: &parquet::schema::types::ColumnDescriptor) -> Result<Field, Error> {
    let text = column.logical_type_ref() == Some(&LogicalType::String);
    let kind = match column.physical_type() {
        Physical::INT64 => Kind::Integer,
        Physical::DOUBLE => Kind::Number,
        Physical::BYTE_ARRAY if text => Kind::Text,
        Physical::BYTE_ARRAY => Kind::Bytes,
        other => {
            let text = format!("column {} is of type {other}", column.name());
            return Err(Error::General(text));
        }
    };
    match column.max_rep_level() == 0 && column.max_def_level() == 1 {
        true => Ok(Field::new(column.name(), kind)),
        false => Err(Error::General(format!("column {} is nested", column.name()))),
    }
}

fn get(group: &dyn RowGroupReader, k: usize, kind: Kind, rows: usize) -> Result<Column, Error> {
    let text = |b: &ByteArray| b.as_utf8().map(str::to_owned);
    Ok(match kind {
        Kind::Integer => Column::Integer(stored::<Int64Type, _>(group, k, rows, |x| Ok(*x))?),
        Kind::Number => Column::Number(stored::<DoubleType, _>(group, k, rows, |x| Ok(*x))?),
        Kind::Text => Column::Text(stored::<ByteArrayType, _>(group, k, rows, text)?),
        Kind::Bytes => {
            Column::Bytes(stored::<ByteArrayType, _>(group, k, rows, |b| Ok(b.data().to_vec()))?)
        }
    })
}

fn stored<T: DataType, X>(
    group: &dyn RowGroupReader,
    k: usize,
    rows: usize,
    as_read: impl Fn(&T::T) -> Result<X, Error>,
) -> Result<Vec<Option<X>>, Error> {
    let mut reader = get_typed_column_reader::<T>(group.get_column_reader(k)?);
    let (mut present, mut levels) = (Vec::new(), Vec::new());
    while levels.len() < rows {
        let before = levels.len();
        reader.read_records(rows - before, Some(&mut levels), None, &mut present)?;
        if levels.len() == before {
            return Err(Error::EOF(format!("{before} of {rows} rows")));
        }
    }
    let mut values = present.iter();
    let short = || Error::EOF("values are missing".into());
    let row = |level: &i16| match level {
        1 => values.next().ok_or_else(short).and_then(&as_read).map(Some),
        _ => Ok(None),
    };
    levels.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Seek;

    use super::*;

    fn fields() -> Vec<Field> {
        [
            ("k", Kind::Integer),
            ("share", Kind::Number),
            ("error", Kind::Text),
            ("lines", Kind::Bytes),
        ]
        .map(|(n, k)| Field::new(n, k))
        .to_vec()
    }

    fn rows(from: i64) -> Vec<Column> {
        vec![
            Column::Integer(vec![Some(from), Some(from + 1)]),
            Column::Number(vec![Some(0.1 + 0.2), None]),
            Column::Text(vec![None, Some("بند 7".into())]),
            Column::Bytes(vec![Some(vec![0, 255]), None]),
        ]
    }

    fn written(groups: i64) -> Vec<u8> {
        let meta = vec![("plan".to_owned(), "ab".to_owned())];
        let mut writer = Writer::new(Vec::new(), &fields(), &meta).unwrap();
        for k in 0..groups {
            writer.group(&rows(2 * k)).unwrap();
        }
        writer.close().unwrap()
    }

    fn opened(bytes: &[u8]) -> Result<Reader, Error> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file.rewind().unwrap();
        Reader::open(file)
    }

    #[test]
    fn what_is_written_is_read_back_to_the_last_bit() {
        let reader = opened(&written(3)).unwrap();
        assert_eq!((reader.rows(), reader.groups()), (6, 3));
        assert_eq!(reader.fields(), fields());
        assert_eq!(reader.meta()[0], ("plan".to_owned(), "ab".to_owned()));
        assert_eq!(reader.group(2, &[0, 1, 2, 3]).unwrap(), rows(4));
        assert_eq!(reader.group(1, &[3]).unwrap(), [rows(2)[3].clone()]);
    }

    #[test]
    fn the_same_rows_are_the_same_bytes() {
        assert_eq!(written(4), written(4));
    }

    #[test]
    fn a_file_cut_short_is_refused() {
        let whole = written(2);
        for n in 0..whole.len() {
            assert!(opened(&whole[..n]).is_err(), "cut at {n} of {}", whole.len());
        }
    }

    #[test]
    fn columns_must_fit() {
        let mut twice = fields();
        twice[1].name = "k".into();
        assert!(Writer::new(Vec::new(), &twice, &Meta::new()).is_err());
        let mut writer = Writer::new(Vec::new(), &fields(), &Meta::new()).unwrap();
        let mut uneven = rows(0);
        uneven[0] = Column::Integer(vec![Some(1)]);
        assert!(writer.group(&uneven).is_err());
    }
}
