#include "dialects/workspan/reports_codec.h"

#include <string>
#include <utility>

#include "base/invalid.h"
#include "base/time.h"
#include "json/writer.h"

namespace bearward::dialects::workspan {
namespace {

namespace pd = ::bearward::partner_data;
using base::Result;
using json::Writer;

std::unexpected<base::Error> WrongType(const char* field) {
  return base::Fail(
      base::Invalid("wrong_type", std::string(field) + " has the wrong type.", {field}));
}

// Reply lets `write` fill one object.
template <class Write>
door::Reply ObjectReply(Write write) {
  std::string body;
  Writer writer(body);
  writer.BeginObject();
  write(writer);
  writer.EndObject();
  return door::JsonReply(200, std::move(body));
}

void WriteBy(Writer& writer, const char* key, const std::string& name) {
  writer.Key(key).BeginObject().Key("id").String(name).Key("name").String(name).EndObject();
}

void WriteReport(Writer& writer, const objects::Row& row) {
  const model::Object& object = row.object;
  const std::string status = row.Text("reportStatus");
  writer.Key("id").Int(object.number).Key("name").String(object.name);
  writer.Key("description").String(row.Text("description"));
  writer.Key("reportStatus").String(status.empty() ? "PUBLISHED" : status);
  WriteBy(writer, "createdBy", object.created_by);
  WriteBy(writer, "modifiedBy", object.updated_by);
  writer.Key("createdAt").String(base::FormatIsoMillis(object.created_at));
  writer.Key("modifiedAt").String(base::FormatIsoMillis(object.updated_at));
}

void WriteColumns(Writer& writer, const pd::Report& report) {
  writer.Key("columns").BeginArray();
  for (const pd::Column& column : report.columns) {
    writer.BeginObject().Key("colId").String(column.id).Key("key").String(column.name);
    writer.Key("name").String(column.name).Key("dataType").String(base::Word(column.type));
    writer.Key("repeated").Bool(column.repeated).EndObject();
  }
  writer.EndArray();
}

// TypeOf returns the JSON type of the values of a column.
std::string_view TypeOf(pd::FilterType type) {
  switch (type) {
    case pd::FilterType::kBoolean:
      return "boolean";
    case pd::FilterType::kNumber:
    case pd::FilterType::kDecimal:
      return "number";
    case pd::FilterType::kCurrency:
      return "object";
    default:
      return "string";
  }
}

void WriteProperty(Writer& writer, const pd::Column& column) {
  writer.Key(column.name).BeginObject().Key("type");
  if (column.repeated) {
    writer.String("array").Key("items").BeginObject().Key("type").String(TypeOf(column.type));
    writer.EndObject();
  } else {
    writer.String(TypeOf(column.type));
  }
  writer.EndObject();
}

}  // namespace

std::int64_t DecodeId(const door::Call& call, std::string_view name) {
  return door::ParseInteger(call.Param(name)).value_or(0);
}

Result<pd::ReportPage> DecodePage(const door::Body& body) {
  const json::Value* page = body.object().Find("page");
  if (page == nullptr || page->IsNull()) return pd::ReportPage{};
  if (!page->IsObject()) return WrongType("page");
  const door::Body fields(*page);
  BW_TRY(fields.RequireAll({"number", "size"}));
  BW_TRY_ASSIGN(const auto number, fields.Integer("number"));
  BW_TRY_ASSIGN(const auto size, fields.Integer("size"));
  return pd::ReportPage{number.value_or(0), size.value_or(0)};
}

json::Value FiltersOf(const door::Body& body) {
  const json::Value* filters = body.object().Find("filters");
  return filters == nullptr ? json::Value() : *filters;
}

Result<std::optional<std::vector<std::int64_t>>> DecodeChartIds(const door::Body& body) {
  BW_TRY_ASSIGN(const json::Array* list, body.List("chartIds"));
  if (list == nullptr) return std::nullopt;
  std::vector<std::int64_t> ids;
  for (const json::Value& id : *list) {
    if (!id.IsInt()) return WrongType("chartIds");
    ids.push_back(*id.AsInt());
  }
  return ids;
}

door::Reply EncodeReports(const pd::ReportList& list) {
  return ObjectReply([&](Writer& writer) {
    writer.Key("endOfList").Bool(list.ended).Key("results").BeginArray();
    for (const objects::Row& report : list.reports) {
      writer.BeginObject();
      WriteReport(writer, report);
      writer.EndObject();
    }
    writer.EndArray();
  });
}

door::Reply EncodeRows(const pd::RowList& list) {
  return ObjectReply([&](Writer& writer) {
    writer.Key("version").Int(list.version).Key("endOfList").Bool(list.ended);
    writer.Key("results").BeginArray();
    for (const json::Value& row : list.rows) json::Write(writer, row);
    writer.EndArray();
  });
}

door::Reply EncodeViewRows(const pd::ViewRows& rows) {
  return ObjectReply([&](Writer& writer) {
    writer.Key("version").Int(rows.version).Key("endOfList").Bool(rows.ended);
    writer.Key("results").BeginArray();
    for (const std::string& row : rows.rows) writer.Raw(row);
    writer.EndArray();
  });
}

door::Reply EncodeSchema(const pd::Report& report) {
  return ObjectReply([&](Writer& writer) {
    writer.Key("id").Int(report.id()).Key("name").String(report.row.object.name);
    WriteColumns(writer, report);
    writer.Key("schema").BeginObject().Key("type").String("object").Key("properties").BeginObject();
    for (const pd::Column& column : report.columns) WriteProperty(writer, column);
    writer.EndObject().EndObject();
  });
}

door::Reply EncodeMetadata(const pd::Report& report) {
  return ObjectReply([&](Writer& writer) {
    WriteReport(writer, report.row);
    writer.Key("category").String(report.row.Text("category"));
    writer.Key("version").Int(report.version());
    WriteColumns(writer, report);
    writer.Key("filters");
    if (report.filters.IsNull()) {
      writer.BeginObject().EndObject();
    } else {
      json::Write(writer, report.filters);
    }
    writer.Key("sorting").BeginArray();
    for (const pd::Sorting& sorting : report.sortings) {
      writer.BeginObject().Key("colId").String(report.columns[sorting.column].id);
      writer.Key("descending").Bool(sorting.descending).EndObject();
    }
    writer.EndArray();
  });
}

door::Reply EncodeCharts(const pd::ChartList& list) {
  return ObjectReply([&](Writer& writer) {
    writer.Key("reportVersion").Int(list.report.version());
    writer.Key("reportName").String(list.report.row.object.name);
    writer.Key("charts").BeginArray();
    for (const pd::ChartResult& one : list.charts) {
      writer.BeginObject().Key("id").Int(one.chart.id).Key("version").Int(list.report.version());
      writer.Key("name").String(one.chart.name).Key("results");
      json::Write(writer, json::Value::Of(one.rows));
      writer.EndObject();
    }
    writer.EndArray();
  });
}

door::Reply EncodeChartMetadata(const pd::ChartList& list) {
  return ObjectReply([&](Writer& writer) {
    const auto& columns = list.report.columns;
    writer.Key("reportVersion").Int(list.report.version());
    writer.Key("reportName").String(list.report.row.object.name);
    writer.Key("charts").BeginArray();
    for (const auto& [chart, rows] : list.charts) {
      writer.BeginObject().Key("id").Int(chart.id).Key("version").Int(list.report.version());
      writer.Key("name").String(chart.name).Key("type").String(chart.type);
      writer.Key("groupBy").String(columns[chart.group_by].id);
      writer.Key("aggregate").String(base::Word(chart.aggregate));
      if (chart.aggregate != pd::Aggregate::kCount) {
        writer.Key("colId").String(columns[chart.column].id);
      }
      writer.EndObject();
    }
    writer.EndArray();
  });
}

door::Reply EncodeView(const pd::View& view) {
  return ObjectReply([&](Writer& writer) {
    writer.Key("id").Int(view.id).Key("viewId").Int(view.id).Key("reportId").Int(view.report);
    writer.Key("name").String(view.name).Key("version").Int(view.version);
    writer.Key("viewStatus").String(base::Word(view.status)).Key("rowCount").Int(view.rows);
    writer.Key("createdAt").String(base::FormatIsoMillis(view.created_at));
    writer.Key("expiresAt").String(base::FormatIsoMillis(view.expires_at));
  });
}

}  // namespace bearward::dialects::workspan
