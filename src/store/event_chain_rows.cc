#include "store/event_chain_rows.h"

#include <algorithm>
#include <array>

#include "store/columns.h"

namespace bearward::store {
namespace {

#define SELECT_CHAINED                                                                          \
  "SELECT number, environment_id, organization_id, type, actor_kind, actor_id, credential_id, " \
  "address, request_id, target, at, data, digest FROM events "

// kColumns is the number of columns of SELECT_CHAINED.
constexpr std::size_t kColumns = 13;

std::string_view TextAt(const Row& row, std::size_t column) {
  const auto* const text = std::get_if<std::string>(&row[column]);
  return text != nullptr ? std::string_view(*text) : std::string_view();
}

std::int64_t IntegerAt(const Row& row, std::size_t column) {
  const auto* const integer = std::get_if<std::int64_t>(&row[column]);
  return integer != nullptr ? *integer : 0;
}

base::Result<std::vector<ChainedRow>> Chained(base::Result<Rows> rows) {
  if (!rows) return base::Fail(std::move(rows).error());
  std::vector<ChainedRow> chained;
  chained.reserve(rows->size());
  for (Row& row : *rows) {
    if (row.size() != kColumns) return base::Fail(base::Internal("an event lacks columns"));
    chained.emplace_back(std::move(row));
  }
  return chained;
}

EventGap ReadGap(Columns& columns) {
  return {.first = columns.Integer(),
          .last = columns.Integer(),
          .previous = columns.Digest(),
          .digest = columns.Digest()};
}

using SealedGap = std::pair<EventGap, base::Digest>;
SealedGap ReadSealedGap(Columns& columns) {
  EventGap gap = ReadGap(columns);
  return {gap, columns.Digest()};
}

bool IsSealed(const EventChain& chain, const SealedGap& gap) {
  return base::ConstantTimeEqual(base::AsBytes(chain.SealOf(gap.first)), base::AsBytes(gap.second));
}

#define SELECT_GAP "SELECT first_number, last_number, previous, digest, seal FROM event_gaps "

// InsertGap leaves a record that has the same first number: only a forged one can have it, and
// CheckChain reports it. A failure would let it stop all pruning.
base::Status InsertGap(Engine& engine, const EventChain& chain, const EventGap& gap) {
  const std::array<Parameter, 5> values = {gap.first, gap.last, BytesOf(gap.previous),
                                           BytesOf(gap.digest), BytesOf(chain.SealOf(gap))};
  return engine.Later(
      "INSERT INTO event_gaps (first_number, last_number, previous, digest, seal) "
      "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (first_number) DO NOTHING",
      values);
}

// Adoption assigns digests to rows in order.
class Adoption {
 public:
  Adoption(Engine& engine, const EventChain& chain, const EventHead& head)
      : engine_(engine), chain_(chain), head_(head) {}

  base::Status Take(const ChainedRow& row) {
    const EventContent content = row.content();
    if (content.number > head_.number + 1) {
      const EventGap gap = FoundGap(head_, content.number);
      BW_TRY(InsertGap(engine_, chain_, gap));
      head_.digest = gap.digest;
    }
    head_.number = content.number;
    head_.digest = NextDigest(head_.digest, content);
    head_.unproved = head_.number;
    const std::array<Parameter, 2> values = {head_.number, BytesOf(head_.digest)};
    return engine_.Later("UPDATE events SET digest = ?2 WHERE number = ?1", values);
  }
  const EventHead& head() const { return head_; }

 private:
  Engine& engine_;
  const EventChain& chain_;
  EventHead head_;
};

// The first write handles a forged head.
bool HasUnchained(const FoundHead& found) {
  const bool forged = found.head && !found.sealed;
  return !forged && found.newest > (found.head ? found.head->number : 0);
}

// Without a valid head, not even its number is known, so the chain continues from the newest row.
base::Result<EventHead> AfterForgery(Engine& engine, const FoundHead& found) {
  EventHead head{.number = found.newest, .digest = {}, .unproved = found.newest, .forged = true};
  BW_TRY_ASSIGN(const auto rows, ReadChainedRows(engine, found.newest - 1, 1));
  if (!rows.empty()) head.digest = rows.front().digest().value_or(base::Digest{});
  return head;
}

// AdoptPage adopts the rows that follow the head, at most kPage of them.
base::Result<EventHead> AdoptPage(Engine& engine, const EventChain& chain, const FoundHead& found) {
  constexpr int kPage = 5000;
  if (found.head && !found.sealed) return AfterForgery(engine, found);
  const EventHead head = found.head.value_or(EventHead());
  if (head.number >= found.newest) return head;
  BW_TRY_ASSIGN(const auto rows, ReadChainedRows(engine, head.number, kPage));
  // Only rows of the chain have digests, and these are not of this chain: its head was removed, or
  // replaced by an earlier one. New digests would hide which rows were altered.
  const auto is_chained = [](const ChainedRow& row) { return row.digest().has_value(); };
  if (std::ranges::any_of(rows, is_chained)) return AfterForgery(engine, found);
  Adoption adoption(engine, chain, head);
  for (const ChainedRow& row : rows) BW_TRY(adoption.Take(row));
  return adoption.head();
}

// StorePage returns whether more rows may follow.
base::Result<bool> StorePage(Engine& engine, const EventChain& chain) {
  BW_TRY_ASSIGN(const FoundHead found, FindHead(engine, chain));
  if (!HasUnchained(found)) return false;
  BW_TRY_ASSIGN(const EventHead head, AdoptPage(engine, chain, found));
  BW_TRY(StoreHead(engine, chain, head));
  return true;
}

// TakeAnchor finds the gap that ends before `number`, or an empty one after the row before it;
// nullopt if neither is in the chain. The gap that it returns is removed from the table.
base::Result<std::optional<EventGap>> TakeAnchor(WriteTx& tx, std::int64_t number) {
  BW_TRY_ASSIGN(const auto gap,
                ReadOne<SealedGap>(tx.Execute(SELECT_GAP "WHERE last_number = ?1", {number - 1}),
                                   ReadSealedGap));
  if (gap) {
    if (!IsSealed(tx.chain(), *gap)) return std::nullopt;
    BW_TRY(Done(tx.Execute("DELETE FROM event_gaps WHERE first_number = ?1", {gap->first.first})));
    return gap->first;
  }
  EventGap empty{.first = number, .last = number - 1};
  if (number == 1) return empty;
  BW_TRY_ASSIGN(const auto rows,
                Chained(tx.Execute(SELECT_CHAINED "WHERE number = ?1", {number - 1})));
  if (rows.empty() || !rows.front().digest()) return std::nullopt;
  empty.previous = empty.digest = *rows.front().digest();
  return empty;
}

// CloseGap stores a gap, joined with the one that follows it.
base::Status CloseGap(WriteTx& tx, std::optional<EventGap>& open) {
  if (!open || open->last < open->first) return {};
  BW_TRY_ASSIGN(const auto next, ReadOne<SealedGap>(tx.Execute(SELECT_GAP "WHERE first_number = ?1",
                                                               {open->last + 1}),
                                                    ReadSealedGap));
  if (next && IsSealed(tx.chain(), *next) && next->first.previous == open->digest) {
    BW_TRY(Done(tx.Execute("DELETE FROM event_gaps WHERE first_number = ?1", {next->first.first})));
    open->last = next->first.last;
    open->digest = next->first.digest;
  }
  BW_TRY(InsertGap(tx.engine(), tx.chain(), *open));
  open.reset();
  return {};
}

}  // namespace

EventContent ChainedRow::content() const {
  EventContent content{.number = IntegerAt(row_, 0),
                       .environment = TextAt(row_, 1),
                       .organization = {},
                       .type = TextAt(row_, 3),
                       .actor_kind = TextAt(row_, 4),
                       .actor_id = TextAt(row_, 5),
                       .credential_id = TextAt(row_, 6),
                       .address = TextAt(row_, 7),
                       .request_id = TextAt(row_, 8),
                       .target = TextAt(row_, 9),
                       .at = IntegerAt(row_, 10),
                       .data = TextAt(row_, 11)};
  if (!std::holds_alternative<std::monostate>(row_[2])) content.organization = TextAt(row_, 2);
  return content;
}

std::optional<base::Digest> ChainedRow::digest() const {
  base::Digest digest{};
  const auto* const blob = std::get_if<Blob>(&row_[kColumns - 1]);
  if (blob == nullptr || blob->bytes.size() != digest.size()) return std::nullopt;
  std::ranges::copy(blob->bytes, digest.begin());
  return digest;
}

base::Result<std::vector<ChainedRow>> ReadChainedRows(Engine& engine, std::int64_t after,
                                                      int limit) {
  const std::array<Parameter, 2> values = {after, limit};
  return Chained(
      engine.Execute(SELECT_CHAINED "WHERE number > ?1 ORDER BY number LIMIT ?2", values));
}

base::Result<FoundHead> FindHead(Engine& engine, const EventChain& chain) {
  auto rows = engine.Execute(
      "SELECT log.newest, head.number, head.digest, head.unproved, head.forged, head.seal "
      "FROM (SELECT coalesce(max(number), 0) AS newest FROM events) AS log "
      "LEFT JOIN event_chain AS head ON head.id = 1",
      {});
  if (!rows) return base::Fail(std::move(rows).error());
  if (rows->size() != 1) return base::Fail(base::Internal("the event chain has several heads"));
  Columns columns(rows->front());
  FoundHead found{.newest = columns.Integer(), .head = {}};
  if (columns.TakeNull()) return found;
  EventHead head{.number = columns.Integer(),
                 .digest = columns.Digest(),
                 .unproved = columns.Integer(),
                 .forged = columns.Flag()};
  const base::Digest seal = columns.Digest();
  BW_TRY(columns.status());
  found.sealed = base::ConstantTimeEqual(base::AsBytes(chain.SealOf(head)), base::AsBytes(seal));
  found.head = head;
  return found;
}

base::Status StoreHead(Engine& engine, const EventChain& chain, const EventHead& head) {
  const std::array<Parameter, 5> values = {head.number, BytesOf(head.digest), head.unproved,
                                           std::int64_t{head.forged ? 1 : 0},
                                           BytesOf(chain.SealOf(head))};
  return engine.Later(
      "INSERT INTO event_chain (id, number, digest, unproved, forged, seal) "
      "VALUES (1, ?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO UPDATE SET number = ?1, digest = ?2, "
      "unproved = ?3, forged = ?4, seal = ?5",
      values);
}

base::Result<EventHead> AdoptRows(Engine& engine, const EventChain& chain, FoundHead found) {
  while (true) {
    BW_TRY_ASSIGN(const EventHead head, AdoptPage(engine, chain, found));
    if (head.number >= found.newest || head == found.head) return head;
    found.head = head;
    found.sealed = true;
  }
}

base::Status ChainWholeLog(Engine& engine, const EventChain& chain) {
  BW_TRY(engine.Begin(false));
  const auto found = FindHead(engine, chain);
  engine.RollBack();
  if (!found) return base::Fail(found.error());
  for (bool more = HasUnchained(*found); more;) {
    BW_TRY(engine.Begin(true));
    const auto adopted = StorePage(engine, chain);
    if (!adopted) {
      engine.RollBack();
      return base::Fail(adopted.error());
    }
    BW_TRY(engine.Commit());
    more = *adopted;
  }
  return {};
}

base::Result<std::vector<std::pair<EventGap, bool>>> ListGaps(Engine& engine,
                                                              const EventChain& chain) {
  BW_TRY_ASSIGN(const auto sealed,
                ReadAll(engine.Execute(SELECT_GAP "ORDER BY first_number", {}), ReadSealedGap));
  std::vector<std::pair<EventGap, bool>> gaps;
  gaps.reserve(sealed.size());
  for (const SealedGap& gap : sealed) gaps.emplace_back(gap.first, IsSealed(chain, gap));
  return gaps;
}

base::Status RecordPruned(WriteTx& tx, std::int64_t first, std::int64_t last, base::Time before) {
  BW_TRY_ASSIGN(const auto rows,
                Chained(tx.Execute(SELECT_CHAINED "WHERE number >= ?1 AND number <= ?2 AND at < ?3 "
                                                  "ORDER BY number",
                                   {first, last, base::ToMillis(before)})));
  std::optional<EventGap> open;
  for (const ChainedRow& row : rows) {
    const EventContent content = row.content();
    if (!open || content.number != open->last + 1) {
      BW_TRY(CloseGap(tx, open));
      BW_TRY_ASSIGN(open, TakeAnchor(tx, content.number));
    }
    if (open && NextDigest(open->digest, content) == row.digest()) {
      open->last = content.number;
      open->digest = *row.digest();
      continue;
    }
    BW_TRY(CloseGap(tx, open));
    open.reset();
  }
  return CloseGap(tx, open);
}

base::Result<std::vector<EventCheckpoint>> ListCheckpoints(Engine& engine) {
  return ReadAll<EventCheckpoint>(
      engine.Execute("SELECT number, digest, at, signature FROM event_checkpoints ORDER BY number",
                     {}),
      [](Columns& columns) -> EventCheckpoint {
        return {.number = columns.Integer(),
                .digest = columns.Digest(),
                .at = columns.Time(),
                .signature = columns.Bytes()};
      });
}

base::Result<FoundHead> FindHeadToSign(ReadTx& tx, const EventChain& chain) {
  BW_TRY_ASSIGN(FoundHead found, FindHead(tx.engine(), chain));
  if (!found.head) return found;
  BW_TRY_ASSIGN(const auto made,
                ReadInteger(tx.Execute("SELECT count(*) FROM event_checkpoints WHERE number = ?1",
                                       {found.head->number})));
  found.has_checkpoint = made > 0;
  return found;
}

base::Status InsertCheckpoint(WriteTx& tx, const EventCheckpoint& checkpoint) {
  return Done(
      tx.Execute("INSERT INTO event_checkpoints (number, digest, at, signature) "
                 "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (number) DO NOTHING",
                 {checkpoint.number, BytesOf(checkpoint.digest), base::ToMillis(checkpoint.at),
                  Blob{checkpoint.signature}}));
}

}  // namespace bearward::store
