#include "dialects/workspan/bulk_codec.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "base/invalid.h"
#include "base/time.h"
#include "door/problem.h"
#include "http/form.h"
#include "json/writer.h"

namespace bearward::dialects::workspan {
namespace {

namespace pd = ::bearward::partner_data;
using base::Result;
using door::Call;

std::unexpected<base::Error> Invalid(std::string text, const char* field) {
  return base::Fail(base::Invalid("invalid_field", std::move(text), {field}));
}

std::string Upper(std::string_view text) {
  std::string upper(text);
  std::ranges::transform(upper, upper.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  });
  return upper;
}

Result<std::optional<pd::DataFormat>> FormatQuery(const Call& call, const char* name) {
  BW_TRY_ASSIGN(const auto text, call.Query(name));
  if (!text || text->empty()) return std::nullopt;
  const auto format = base::ParseWord<pd::DataFormat>(Upper(*text));
  if (format) return format;
  return Invalid(std::string(name) + " must be CSV, JSON or XLSX.", name);
}

Result<char> DelimiterQuery(const Call& call) {
  constexpr const char* kName = "column_delimiter";
  BW_TRY_ASSIGN(const auto text, call.Query(kName));
  if (!text || text->empty()) return ',';
  constexpr std::string_view kRefused = "\"\r\n";
  const char c = text->front();
  const bool usable = text->size() == 1 && static_cast<unsigned char>(c) < 0x80 &&
                      kRefused.find(c) == std::string_view::npos;
  if (usable) return c;
  return Invalid("column_delimiter must be one character, and no quote or line end.", kName);
}

// The content types that clients send with text; one of them is misspelt by the vendor.
constexpr std::array<std::string_view, 5> kTextTypes = {
    "text/csv", "text/plain", "plain/text", "application/octet-stream",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"};

base::Error WrongContentType() {
  return base::Invalid(std::string(door::kWrongContentType),
                       "The Content-Type is missing or not one that is read here.");
}

constexpr std::string_view kMultipart = "multipart/form-data";

// FilePart returns the part `file`. Its bytes refer to the request.
Result<door::File> FilePart(const Call& call) {
  BW_TRY_ASSIGN(door::Upload upload, call.ReadUpload(door::kMultipartBody));
  const auto file = std::ranges::find(upload.files, "file", &door::File::field);
  if (file != upload.files.end()) return std::move(*file);
  return base::Fail(base::Invalid("missing_field", "The part `file` is missing.", {"file"}));
}

// TakeFile sets the text to the part `file`. Files without a format are XLSX unless their name says
// otherwise.
base::Status TakeFile(const Call& call, pd::LoadSource& source) {
  BW_TRY_ASSIGN(const door::File file, FilePart(call));
  source.text = file.bytes;
  source.file_name = file.name;
  const bool named = file.name.contains('.');
  if (!source.format && !named) source.format = pd::DataFormat::kXlsx;
  return {};
}

base::Status TakeBody(const Call& call, pd::LoadSource& source) {
  const http::Request& request = call.request();
  if (request.body.empty()) {
    if (!source.file_token.empty()) return {};
    return base::Fail(base::Invalid("missing_field", "The body is empty.", {"file"}));
  }
  const auto media = http::ParseMediaType(request.Find("Content-Type"));
  if (!media || request.Count("Content-Type") > 1) return base::Fail(WrongContentType());
  if (media->type == kMultipart) return TakeFile(call, source);
  source.text = request.body;
  if (media->type == "application/json") {
    if (!source.format) source.format = pd::DataFormat::kJson;
    return {};
  }
  if (std::ranges::find(kTextTypes, media->type) != kTextTypes.end()) return {};
  return base::Fail(WrongContentType());
}

}  // namespace

void WriteIntegration(json::Writer& writer, std::string_view id) {
  writer.Key("integration_id").String(id).Key("integraion_id").String(id);
}

Result<std::string> RequiredQuery(const Call& call, const char* name) {
  BW_TRY_ASSIGN(auto text, call.Query(name));
  if (text && !text->empty()) return *std::move(text);
  return base::Fail(base::Invalid("missing_field",
                                  "The parameter " + std::string(name) + " is required.", {name}));
}

Result<bool> FlagQuery(const Call& call, const char* name, bool otherwise) {
  BW_TRY_ASSIGN(const auto text, call.Query(name));
  if (!text || text->empty()) return otherwise;
  if (base::EqualsIgnoreCase(*text, "true")) return true;
  if (base::EqualsIgnoreCase(*text, "false")) return false;
  return Invalid(std::string(name) + " must be true or false.", name);
}

Result<LoadInput> DecodeLoad(const Call& call, const char* format_name) {
  LoadInput input;
  BW_TRY_ASSIGN(input.integration, RequiredQuery(call, "integration_id"));
  BW_TRY_ASSIGN(input.source.format, FormatQuery(call, format_name));
  BW_TRY_ASSIGN(input.source.delimiter, DelimiterQuery(call));
  BW_TRY_ASSIGN(input.source.has_header, FlagQuery(call, "has_header_row", true));
  BW_TRY_ASSIGN(const auto token, call.Query("file_token"));
  input.source.file_token = token.value_or("");
  BW_TRY(TakeBody(call, input.source));
  return input;
}

Result<std::string_view> DecodeFile(const Call& call) {
  const http::Request& request = call.request();
  const auto media = http::ParseMediaType(request.Find("Content-Type"));
  if (!media || media->type != kMultipart) return std::string_view(request.body);
  BW_TRY_ASSIGN(const door::File file, FilePart(call));
  return file.bytes;
}

Result<std::vector<json::Object>> DecodeRows(const Call& call) {
  pd::LoadSource source;
  BW_TRY(TakeBody(call, source));
  pd::TableFormat format;
  format.format =
      source.format.value_or(pd::FormatOfName(source.file_name).value_or(pd::DataFormat::kCsv));
  BW_TRY_ASSIGN(pd::LoadTable table, pd::ReadTable(source.text, format));
  return std::move(table.rows);
}

Result<std::vector<json::Object>> RowsOf(const json::Value* value, const char* field) {
  const json::Array* list = value == nullptr ? nullptr : value->AsArray();
  const bool objects = list != nullptr && std::ranges::all_of(*list, [](const json::Value& row) {
                         return row.IsObject();
                       });
  if (!objects) {
    return base::Fail(
        base::Invalid("wrong_type", std::string(field) + " must be an array of objects.", {field}));
  }
  std::vector<json::Object> rows;
  for (const json::Value& row : *list) rows.push_back(*row.AsObject());
  return rows;
}

door::Reply EncodeLoadStart(const pd::LoadStart& start, bool with_format) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject();
  WriteIntegration(writer, start.integration);
  writer.Key("execution_id").String(start.execution);
  writer.Key("created_at").String(base::FormatIsoMillis(start.created_at));
  if (with_format) writer.Key("data_format").String(base::Word(start.format));
  writer.EndObject();
  return door::JsonReply(200, std::move(body));
}

door::Reply EncodeLoad(const pd::LoadResult& result, bool include) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject();
  WriteIntegration(writer, result.integration);
  writer.Key("execution_id").String(result.execution).Key("status");
  writer.String(result.running ? "running" : "completed");
  writer.Key("input_count").Int(result.input).Key("error_count").Int(result.errors);
  writer.Key("success_count").Int(result.loaded).Key("succcess_count").Int(result.loaded);
  writer.Key("skip_count").Int(result.skipped);
  writer.Key("started_at").String(base::FormatIsoMillis(result.started_at));
  if (!result.running) {
    writer.Key("completed_at").String(base::FormatIsoMillis(result.completed_at));
  }
  writer.Key("include_errors").Bool(include).Key("errors").BeginArray();
  for (const pd::LoadFault& fault : result.faults) {
    writer.BeginObject().Key("id").String(fault.id).Key("message").String(fault.message);
    writer.Key("data_row");
    json::Write(writer, fault.row);
    writer.EndObject();
  }
  writer.EndArray().EndObject();
  return door::JsonReply(200, std::move(body));
}

door::Reply EncodeUploadUrl(std::string_view base_url, const pd::UploadUrl& url) {
  std::string body;
  json::Writer(body)
      .BeginObject()
      .Key("upload_url")
      .String(std::string(base_url) + "/bulk/v1/upload/" + url.token)
      .Key("upload_token")
      .String(url.token)
      .EndObject();
  return door::NoStore(door::JsonReply(200, std::move(body)));
}

door::Reply EncodeAccounts(const pd::LoadResult& result) {
  std::string message = std::to_string(result.loaded) + " loaded, " +
                        std::to_string(result.skipped) + " unchanged, " +
                        std::to_string(result.errors) + " refused";
  for (const pd::LoadFault& fault : result.faults) {
    message += "; " + (fault.id.empty() ? std::string("a row") : fault.id) + ": " + fault.message;
    constexpr std::size_t kLongest = 2'000;
    if (message.size() > kLongest) break;
  }
  std::string body;
  json::Writer(body)
      .BeginObject()
      .Key("status")
      .String(result.errors == 0 ? "SUCCESS" : "PARTIAL")
      .Key("message")
      .String(message)
      .EndObject();
  return door::JsonReply(200, std::move(body));
}

}  // namespace bearward::dialects::workspan
