#include "partner_data/load_results.h"

#include <utility>

#include "json/text_in.h"
#include "json/writer.h"

namespace bearward::partner_data {
namespace {

using model::PartnerResult;

void WriteNumbers(json::Writer& writer, const LoadResult& result) {
  writer.Key("input").Int(result.input).Key("errors").Int(result.errors);
  writer.Key("loaded").Int(result.loaded).Key("skipped").Int(result.skipped);
}

std::vector<LoadFault> FaultsOf(std::string_view lines, std::size_t most) {
  std::vector<LoadFault> faults;
  while (!lines.empty() && faults.size() < most) {
    const std::size_t end = lines.find('\n');
    const auto line = json::Parse(lines.substr(0, end));
    lines.remove_prefix(end + 1);
    const json::Value* id = line ? line->Find("id") : nullptr;
    const json::Value* message = line ? line->Find("message") : nullptr;
    const json::Value* row = line ? line->Find("row") : nullptr;
    if (id == nullptr || message == nullptr || row == nullptr) continue;
    faults.push_back({*id->AsString(), *message->AsString(), *row});
  }
  return faults;
}

}  // namespace

std::string DataOf(const LoadResult& result) {
  std::string data;
  json::Writer writer(data);
  writer.BeginObject();
  WriteNumbers(writer, result);
  writer.EndObject();
  return data;
}

std::string RunningDataOf(const LoadResult& result, const model::Actor& author) {
  std::string data;
  json::Writer writer(data);
  writer.BeginObject();
  WriteNumbers(writer, result);
  writer.Key("author").BeginObject().Key("kind").String(author.kind).Key("id").String(author.id);
  writer.Key("credential").String(author.credential_id);
  writer.Key("address").String(author.origin.address);
  writer.Key("request").String(author.origin.request_id).EndObject().EndObject();
  return data;
}

base::Result<model::Actor> AuthorOf(const PartnerResult& row) {
  BW_TRY_ASSIGN(const json::Value data, json::Parse(row.data));
  const json::Value* author = data.Find("author");
  if (author == nullptr) return base::Fail(base::Internal("no author of the load " + row.id));
  return model::Actor{
      .kind = json::TextIn(*author, "kind"),
      .id = json::TextIn(*author, "id"),
      .credential_id = json::TextIn(*author, "credential"),
      .origin = {json::TextIn(*author, "address"), json::TextIn(*author, "request")}};
}

std::string LinesOf(const std::vector<LoadFault>& faults) {
  std::string lines;
  for (const LoadFault& fault : faults) {
    json::Writer writer(lines);
    writer.BeginObject().Key("id").String(fault.id).Key("message").String(fault.message);
    writer.Key("row");
    json::Write(writer, fault.row);
    writer.EndObject();
    lines += '\n';
  }
  return lines;
}

LoadResult ResultOf(const PartnerResult& row, std::size_t faults) {
  const auto data = json::Parse(row.data);
  const auto number = [&](std::string_view name) {
    const json::Value* value = data ? data->Find(name) : nullptr;
    return value == nullptr ? 0 : value->AsInt().value_or(0);
  };
  LoadResult result;
  result.integration = row.subject;
  result.execution = row.id;
  result.running = data && data->Find("author") != nullptr;
  result.input = number("input");
  result.errors = number("errors");
  result.loaded = number("loaded");
  result.skipped = number("skipped");
  result.started_at = row.created_at;
  result.completed_at = row.updated_at;
  result.faults = FaultsOf(row.content, faults);
  return result;
}

}  // namespace bearward::partner_data
