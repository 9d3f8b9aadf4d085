#include "partner_data/loads.h"

#include <algorithm>
#include <span>
#include <utility>

#include "base/digest.h"
#include "base/encode.h"
#include "base/id.h"
#include "base/invalid.h"
#include "base/random_text.h"
#include "crypto/hash.h"
#include "json/writer.h"
#include "objects/reach.h"
#include "partner_data/kinds.h"
#include "partner_data/load_results.h"
#include "partner_data/load_rows.h"
#include "partner_data/new_result.h"
#include "store/partner_results.h"
#include "store/waiting_rows.h"

namespace bearward::partner_data {
namespace {

using base::Result;
using model::Caller;
using model::PartnerResult;
using model::PartnerResultKind;

constexpr std::size_t kTokenLength = 43;
constexpr std::size_t kLongestFileName = 255;

store::ResultsOf ResultsOf(const Caller& caller, PartnerResultKind kind) {
  return {caller->environment, caller->organization, kind};
}

// FileId is the key of a file: only a hash of its token is stored.
std::string FileId(std::string_view token) {
  return "file_" + base::Base64UrlEncode(base::AsBytes(crypto::Sha256(token)));
}

base::Error NoFile() {
  return base::NotFound("file_not_found", "No file was uploaded with this token.");
}

// File is the text of a load with its name.
struct File {
  std::string name;
  std::string text;
};

Result<File> FindFile(store::ReadTx& tx, const Caller& caller, const std::string& integration,
                      const std::string& token, base::Time now) {
  BW_TRY_ASSIGN(
      const auto row,
      store::FindPartnerResult(tx, ResultsOf(caller, PartnerResultKind::kFile), FileId(token)));
  if (!row || row->subject != integration || row->expires_at <= now || row->content.empty()) {
    return base::Fail(NoFile());
  }
  auto text = base::Base64Decode(row->content);
  if (!text) return base::Fail(base::Internal("content of " + row->id));
  return File{row->data, *std::move(text)};
}

base::Status CheckKind(const Integration& integration, std::string_view kind) {
  if (kind.empty() || kind == integration.object_kind) return {};
  return base::Fail(base::Invalid(
      "wrong_integration", "The integration loads objects of another kind.", {"integration_id"}));
}

// PiecesOf writes rows as the pieces in which they wait.
std::vector<std::string> PiecesOf(std::span<const json::Object> rows) {
  std::vector<std::string> pieces;
  while (!rows.empty()) {
    const auto some = rows.first(std::min(rows.size(), kRowsOfPiece));
    json::Writer writer(pieces.emplace_back());
    writer.BeginArray();
    for (const json::Object& row : some) json::Write(writer, json::Value::Of(row));
    writer.EndArray();
    rows = rows.subspan(some.size());
  }
  return pieces;
}

// StoreWaiting stores rows that are applied later, if not too many loads wait.
base::Status StoreWaiting(store::WriteTx& tx, const PartnerResult& load, std::int64_t waiting,
                          const std::vector<std::string>& pieces) {
  if (waiting >= kMostWaiting) {
    return base::Fail(base::Limited("too_many_loads", "Too many loads are running. Wait.",
                                    std::chrono::minutes(1)));
  }
  model::WaitingRows piece;
  piece.environment = load.environment;
  piece.organization = load.organization;
  piece.load = load.id;
  piece.created_at = piece.updated_at = load.created_at;
  BW_TRY_ASSIGN(piece.number, store::NextWaitingNumber(tx));
  for (const std::string& content : pieces) {
    piece.id = load.id + "_" + std::to_string(piece.number);
    piece.content = content;
    BW_TRY(store::AllWaitingRows().Insert(tx, piece));
    ++piece.number;
  }
  return {};
}

Integration AccountIntegration() {
  Integration integration{.id = "partner_accounts", .object_kind = std::string(kAccountKind)};
  integration.key_field = "account_id";
  integration.link_field = "account_info.external_account_id";
  return integration;
}

}  // namespace

Result<LoadStart> Loads::Load(const Caller& caller, const std::string& integration,
                              const LoadSource& source, std::string_view kind) const {
  const base::Time now = parts_.clock.Now();
  TableFormat format{.delimiter = source.delimiter, .has_header = source.has_header};
  std::vector<LoadColumn> columns;
  File file{source.file_name, std::string(source.text)};
  BW_TRY(parts_.store.Read([&](store::ReadTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const Integration found, FindIntegration(tx, caller.principal(), integration));
    BW_TRY(CheckKind(found, kind));
    columns = found.columns;
    if (source.file_token.empty()) return {};
    BW_TRY_ASSIGN(file, FindFile(tx, caller, integration, source.file_token, now));
    return {};
  }));
  format.format = source.format.value_or(FormatOfName(file.name).value_or(DataFormat::kCsv));
  for (const LoadColumn& column : columns) format.columns.push_back(column.name);
  BW_TRY_ASSIGN(LoadTable table, ReadTable(file.text, format));
  if (format.format == DataFormat::kXlsx) ReadSerialDates(columns, table.rows);
  PartnerResult row = NewResult(caller, PartnerResultKind::kLoad, now);
  row.id = "WS-Execution_" + base::NewUlid(now, parts_.entropy);
  row.subject = integration;
  row.expires_at = now + kKeptLoad;
  const objects::Author author(caller, now);
  // Written before the transaction, because other writes wait for it.
  const std::vector<std::string> pieces = PiecesOf(table.rows);
  BW_TRY(parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const Integration found, FindIntegration(tx, caller.principal(), integration));
    LoadResult result;
    // A load that waits must not be overtaken by a later one.
    BW_TRY_ASSIGN(const std::int64_t waiting,
                  store::CountWaitingLoads(tx, row.environment, row.organization));
    // Without rows there is no piece whose application would end the load.
    const bool waits = !table.rows.empty() && (waiting > 0 || table.rows.size() > kMostRowsAtOnce);
    if (waits) {
      result.input = static_cast<std::int64_t>(table.rows.size());
      row.data = RunningDataOf(result, caller.AsActor());
      BW_TRY(StoreWaiting(tx, row, waiting, pieces));
    } else {
      BW_TRY(LoadRows(tx, author, parts_.entropy, found, table.rows, result));
      row.data = DataOf(result);
      row.content = LinesOf(result.faults);
    }
    return store::PartnerResults().Insert(tx, row);
  }));
  return LoadStart{integration, row.id, now, format.format};
}

Result<LoadResult> Loads::LoadAccounts(const Caller& caller,
                                       const std::vector<json::Object>& rows) const {
  if (rows.size() > kMostRowsAtOnce) {
    return base::Fail(base::Invalid(
        "too_many_rows", "There are more than " + std::to_string(kMostRowsAtOnce) + " rows.",
        {"data"}));
  }
  const objects::Author author(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> Result<LoadResult> {
    BW_TRY(objects::CheckOwn(tx, caller.principal(), kAccountKind, model::Operation::kWrite));
    LoadResult result;
    BW_TRY(LoadRows(tx, author, parts_.entropy, AccountIntegration(), rows, result));
    return result;
  });
}

Result<UploadUrl> Loads::MakeUploadUrl(const Caller& caller, const std::string& integration,
                                       const std::string& file_name) const {
  if (file_name.size() > kLongestFileName || !FormatOfName(file_name)) {
    return base::Fail(base::Invalid(
        "invalid_field", "file_name must have at most 255 bytes and end with .csv, .json or .xlsx.",
        {"file_name"}));
  }
  const base::Time now = parts_.clock.Now();
  const std::string token = base::RandomText(base::kBase62, kTokenLength, parts_.entropy);
  PartnerResult row = NewResult(caller, PartnerResultKind::kFile, now);
  row.id = FileId(token);
  row.subject = integration;
  row.data = file_name;
  row.expires_at = now + kKeptFile;
  BW_TRY(parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY(FindIntegration(tx, caller.principal(), integration));
    BW_TRY_ASSIGN(const std::int64_t live,
                  store::CountPartnerResults(tx, ResultsOf(caller, row.kind), now));
    if (live >= kMostFiles) {
      return base::Fail(
          base::Limited("too_many_files", "Too many upload URLs are live. Wait.", kKeptFile));
    }
    return store::PartnerResults().Insert(tx, row);
  }));
  return UploadUrl{token};
}

base::Status Loads::Upload(std::string_view token, std::string_view bytes) const {
  const base::Time now = parts_.clock.Now();
  const std::string id = FileId(token);
  // Anyone may send this request: without a token it must not reach the writer.
  BW_TRY_ASSIGN(const auto known, parts_.store.Read([&](store::ReadTx& tx) {
    return store::FindPartnerFile(tx, id);
  }));
  if (!known) return base::Fail(NoFile());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto row, store::FindPartnerFile(tx, id));
    if (!row || row->expires_at <= now || !row->content.empty()) return base::Fail(NoFile());
    if (bytes.empty()) return base::Fail(MalformedFile("The file is empty."));
    row->content = base::Base64Encode(bytes);
    row->updated_at = now;
    return store::PartnerResults().Update(tx, *row);
  });
}

Result<LoadResult> Loads::ReadResult(const Caller& caller, const std::string& integration,
                                     const std::string& execution, std::size_t faults) const {
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<LoadResult> {
    BW_TRY(FindIntegration(tx, caller.principal(), integration));
    BW_TRY_ASSIGN(const auto row, store::FindPartnerResult(
                                      tx, ResultsOf(caller, PartnerResultKind::kLoad), execution));
    if (!row || row->subject != integration) {
      return base::Fail(base::NotFound("execution_not_found", "No such execution."));
    }
    return ResultOf(*row, faults);
  });
}

}  // namespace bearward::partner_data
