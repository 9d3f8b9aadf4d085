#include "model/cell_json.h"

#include "base/time.h"

namespace bearward::model {

void WriteCell(json::Writer& writer, Kind kind, const Cell& cell) {
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
    if (kind == Kind::kFlag) {
      writer.Bool(*integer != 0);
    } else if (kind == Kind::kTime) {
      writer.String(base::FormatIsoMillis(base::FromMillis(*integer)));
    } else {
      writer.Int(*integer);
    }
  } else if (const auto* text = std::get_if<std::string>(&cell)) {
    writer.String(*text);
  } else if (const auto* texts = std::get_if<std::vector<std::string>>(&cell)) {
    writer.BeginArray();
    for (const std::string& one : *texts) writer.String(one);
    writer.EndArray();
  } else if (const auto* metadata = std::get_if<Metadata>(&cell)) {
    writer.BeginObject();
    for (const auto& [key, value] : *metadata) writer.Key(key).String(value);
    writer.EndObject();
  } else {
    writer.Null();
  }
}

}  // namespace bearward::model
