#include "partner_data/load_worker.h"

#include <chrono>
#include <optional>
#include <utility>

#include "model/event.h"
#include "partner_data/load_results.h"
#include "partner_data/load_table.h"
#include "store/partner_results.h"
#include "store/waiting_rows.h"
#include "verify/subject.h"

namespace bearward::partner_data {
namespace {

using base::Result;
using model::PartnerResult;
using model::WaitingRows;

// With the interval of the calls, this is at most 60 % of the writer's time.
constexpr std::chrono::nanoseconds kTurn = std::chrono::milliseconds(150);

// The text was written by Loads::Load, so its only limits are those of a load, whose cells may have
// lists and objects: they are faults of their rows.
Result<std::vector<json::Object>> RowsIn(const WaitingRows& piece) {
  constexpr json::Limits kLimits = {
      .max_depth = 16, .max_size = std::size_t{256} << 20, .max_items = kMostCells + kMostRows};
  const auto parsed = json::Parse(piece.content, kLimits);
  if (!parsed) return base::Fail(base::Internal("the waiting rows " + piece.id));
  std::vector<json::Object> rows;
  for (const json::Value& row : *parsed->AsArray()) rows.push_back(*row.AsObject());
  return rows;
}

Result<std::optional<PartnerResult>> FindLoad(store::ReadTx& tx, const WaitingRows& piece) {
  return store::FindPartnerResult(
      tx, {piece.environment, piece.organization, model::PartnerResultKind::kLoad}, piece.load);
}

// LoadPrincipal returns the author of a load with its rights of now.
Result<model::Principal> LoadPrincipal(store::ReadTx& tx, const PartnerResult& load) {
  BW_TRY_ASSIGN(const model::Actor author, AuthorOf(load));
  BW_TRY_ASSIGN(auto subject, verify::LoadApplicationSubject(tx, load.environment, {author.id}));
  if (*subject.principal.organization == load.organization) return std::move(subject.principal);
  return base::Fail(base::Denied("wrong_organization", "Another organization."));
}

bool IsOutage(const base::Error& error) { return error.code == base::Code::kUnavailable; }

// IsRefusal says whether the author of a load may not load any more.
bool IsRefusal(const base::Error& error) {
  return error.code == base::Code::kDenied || error.code == base::Code::kUnauthenticated ||
         error.code == base::Code::kNotFound;
}

}  // namespace

base::Status LoadWorker::RunDue() {
  const std::int64_t begun = parts_.clock.Ticks();
  for (bool more = true; more && parts_.clock.Ticks() - begun < kTurn.count();) {
    BW_TRY_ASSIGN(more, Step());
  }
  return {};
}

// Step returns whether there was a piece.
Result<bool> LoadWorker::Step() {
  BW_TRY_ASSIGN(const auto piece, parts_.store.Read(store::FindNextWaitingRows));
  if (!piece) {
    load_.clear();
    keys_.clear();
    return false;
  }
  const base::Status status = ApplyPiece(*piece);
  if (status) return true;
  if (IsOutage(status.error())) return base::Fail(status.error());
  BW_TRY(EndWithFault(*piece, status.error()));
  if (!IsRefusal(status.error())) return base::Fail(status.error());
  return true;
}

base::Status LoadWorker::ApplyPiece(const WaitingRows& piece) {
  if (piece.load != load_ || piece.number != next_) BW_TRY(FindKeys(piece));
  // Parsed before the transaction, because other writes wait for it.
  BW_TRY_ASSIGN(const auto rows, RowsIn(piece));
  BW_TRY_ASSIGN(auto created,
                parts_.store.Write([&](store::WriteTx& tx) -> Result<std::optional<Keys>> {
                  // Another node may have applied it, and its organization may have been deleted.
                  BW_TRY_ASSIGN(const auto again, store::FindNextWaitingRows(tx));
                  BW_TRY_ASSIGN(auto load, FindLoad(tx, piece));
                  if (!again || again->id != piece.id) return std::nullopt;
                  if (!load) {
                    BW_TRY(store::DeleteWaitingRowsOf(tx, piece.environment, piece.load));
                    return std::nullopt;
                  }
                  return Apply(tx, piece, rows, *std::move(load));
                }));
  if (!created) return {};
  keys_.merge(*created);
  load_ = piece.load;
  next_ = piece.number + 1;
  return {};
}

// The objects are found outside of the writer, because there may be many.
base::Status LoadWorker::FindKeys(const WaitingRows& piece) {
  load_.clear();
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Status {
    keys_.clear();
    BW_TRY_ASSIGN(const auto load, FindLoad(tx, piece));
    if (!load) return {};
    BW_TRY_ASSIGN(const model::Principal principal, LoadPrincipal(tx, *load));
    BW_TRY_ASSIGN(const Integration integration, FindIntegration(tx, principal, load->subject));
    BW_TRY_ASSIGN(keys_, KeysOf(tx, principal, integration));
    return {};
  });
}

Result<Keys> LoadWorker::Apply(store::WriteTx& tx, const WaitingRows& piece,
                               const std::vector<json::Object>& rows, PartnerResult load) const {
  BW_TRY_ASSIGN(const model::Actor actor, AuthorOf(load));
  BW_TRY_ASSIGN(const model::Principal principal, LoadPrincipal(tx, load));
  BW_TRY_ASSIGN(const Integration integration, FindIntegration(tx, principal, load.subject));
  const base::Time now = parts_.clock.Now();
  const objects::Author author(principal, model::EventBy(load.environment, actor, now));
  LoadResult result = ResultOf(load, 0);
  const std::int64_t input = result.input;  // of all pieces
  BW_TRY_ASSIGN(Keys created,
                ApplyRows(tx, author, parts_.entropy, integration, rows, keys_, result));
  result.input = input;
  BW_TRY(store::AllWaitingRows().Delete(tx, piece));
  BW_TRY_ASSIGN(const bool more, store::HasWaitingRows(tx, piece.environment, piece.load));
  load.data = more ? RunningDataOf(result, actor) : DataOf(result);
  load.content += LinesOf(result.faults);
  load.updated_at = now;
  BW_TRY(store::PartnerResults().Update(tx, load));
  return created;
}

// EndWithFault ends a load whose author may not load any more, or that the server cannot continue,
// for example because the integration is malformed: the rows that wait are errors, with one fault
// for all of them.
base::Status LoadWorker::EndWithFault(const WaitingRows& piece, const base::Error& error) const {
  const base::Time now = parts_.clock.Now();
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    // Another node may have applied the last of them.
    BW_TRY_ASSIGN(const bool waits, store::HasWaitingRows(tx, piece.environment, piece.load));
    if (!waits) return {};
    BW_TRY(store::DeleteWaitingRowsOf(tx, piece.environment, piece.load));
    BW_TRY_ASSIGN(auto load, FindLoad(tx, piece));
    if (!load) return {};
    LoadResult result = ResultOf(*load, 0);
    if (result.errors < kMostFaults) {
      load->content +=
          LinesOf({{.id = "",
                    .message = IsRefusal(error) ? "The application may no longer load these rows."
                                                : "The server could not load the remaining rows.",
                    .row = json::Value::Of(json::Object())}});
    }
    result.errors = result.input - result.loaded - result.skipped;
    load->data = DataOf(result);
    load->updated_at = now;
    return store::PartnerResults().Update(tx, *load);
  });
}

}  // namespace bearward::partner_data
