#include "store/postgres_connection.h"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "store/libpq.h"
#include "store/postgres_sql.h"

namespace bearward::store {
namespace {

using ResultHolder = std::unique_ptr<PGresult, decltype(&PQclear)>;

constexpr int kTextFormat = 0;
constexpr int kBinaryFormat = 1;

// Object ids of the types that the results of the shared SQL subset can have.
constexpr Oid kBool = 16;
constexpr Oid kBytea = 17;
constexpr Oid kInt8 = 20;
constexpr Oid kInt2 = 21;
constexpr Oid kInt4 = 23;

// SQLSTATEs after which the transaction may succeed if it is run again: serialization failure,
// deadlock, lock timeout, canceled statement; a transaction that was idle for too long, a server
// that shuts down or starts, or that became a standby (25006).
constexpr std::array<std::string_view, 4> kBusyStates = {"40001", "40P01", "55P03", "57014"};
constexpr std::array<std::string_view, 5> kLostStates = {"25006", "25P03", "57P01", "57P02",
                                                         "57P03"};

constexpr std::string_view kNoPrivilege = "42501";

bool IsOneOf(std::string_view state, std::span<const std::string_view> states) {
  return std::ranges::find(states, state) != states.end();
}

base::Error ErrorOf(const PGresult* result) {
  const char* const state_text = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* const constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
  const std::string_view state = state_text != nullptr ? state_text : "";
  std::string detail = fmt::format("postgres {}{}{}", state, constraint != nullptr ? " " : "",
                                   constraint != nullptr ? constraint : "");
  if (state == "23505") {
    base::Error error = base::Exists("already_exists", "This is taken already.");
    error.detail = std::move(detail);
    return error;
  }
  const bool is_connection = state.starts_with("08") && state != "08P01";
  std::string_view reason = "store_failed";
  if (IsOneOf(state, kBusyStates)) reason = kStoreBusy;
  if (is_connection || IsOneOf(state, kLostStates)) reason = kStoreLost;
  if (state.starts_with("23")) reason = "store_refused";
  if (state == kNoPrivilege) {
    detail +=
        ": the user lacks a privilege. Make it the owner of the schema, or grant it CREATE on "
        "the database";
  }
  return base::Unavailable(std::string(reason), std::move(detail));
}

std::int64_t ReadInteger(std::string_view bytes) {
  // Network byte order, two's complement of the given width.
  std::int64_t value = bytes.empty() || (bytes.front() & 0x80) == 0 ? 0 : -1;
  for (const char byte : bytes) value = (value << 8) | static_cast<unsigned char>(byte);
  return value;
}

Value ValueOf(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column) != 0) return std::monostate();
  const std::string_view bytes(PQgetvalue(result, row, column),
                               static_cast<std::size_t>(PQgetlength(result, row, column)));
  switch (PQftype(result, column)) {
    case kBool:
    case kInt2:
    case kInt4:
    case kInt8:
      return ReadInteger(bytes);
    case kBytea:
      return Blob{std::string(bytes)};
    default:
      return std::string(bytes);
  }
}

Rows RowsOf(const PGresult* result) {
  Rows rows(static_cast<std::size_t>(PQntuples(result)));
  const int columns = PQnfields(result);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    rows[row].reserve(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column) {
      rows[row].push_back(ValueOf(result, static_cast<int>(row), column));
    }
  }
  return rows;
}

// HasNul returns whether a text contains NUL. PostgreSQL cannot store such a text, and libpq would
// truncate it at the NUL, so that it would equal another text.
bool HasNul(std::span<const Parameter> values) {
  return std::ranges::any_of(values, [](const Parameter& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return text->contains('\0');
    const auto* borrowed = std::get_if<BorrowedText>(&value);
    return borrowed != nullptr && borrowed->text.contains('\0');
  });
}

// Bound holds the values of one statement in libpq's form. Integers are sent as text, so that the
// server can convert them to the integer type that it infers.
struct Bound {
  explicit Bound(std::span<const Parameter> values) {
    texts.reserve(values.size());
    for (const Parameter& value : values) Add(value);
  }
  void Add(const Parameter& value) {
    std::string_view bytes;
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      bytes = texts.emplace_back(std::to_string(*integer));
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      bytes = *text;
    } else if (const auto* borrowed = std::get_if<BorrowedText>(&value)) {
      bytes = borrowed->text.empty() ? std::string_view("") : borrowed->text;
    } else if (const auto* blob = std::get_if<Blob>(&value)) {
      bytes = blob->bytes;
    }
    const bool is_null = std::holds_alternative<std::monostate>(value);
    data.push_back(is_null ? nullptr : bytes.data());
    lengths.push_back(static_cast<int>(bytes.size()));
    formats.push_back(std::holds_alternative<Blob>(value) ? kBinaryFormat : kTextFormat);
  }
  std::vector<std::string> texts;
  std::vector<const char*> data;
  std::vector<int> lengths;
  std::vector<int> formats;
};

std::string Identifier(std::string_view name) {
  std::string quoted = "\"";
  for (const char c : name) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

// A host that does not answer is given up after kConnectSeconds at most, also by a command with a
// long patience. libpq's least value is 2.
constexpr std::int64_t kConnectSeconds = 15;
int ConnectSecondsOf(std::chrono::milliseconds patience) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(patience).count();
  return static_cast<int>(std::clamp<std::int64_t>(seconds, 2, kConnectSeconds));
}

// Plans are generic and avoid sequential scans: otherwise a plan that was made for an empty table
// would still scan the whole table after it has grown. `jit=off`: otherwise a statement that must
// scan would first be compiled, because enable_seqscan=off makes its cost high. Keepalives end the
// session of a machine that has failed, and so free its locks: without them PostgreSQL waits for
// more than two hours. All times are milliseconds, but those of keepalives are seconds.
std::string SessionOf(std::chrono::milliseconds patience) {
  return fmt::format(
      "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off "
      "-c statement_timeout={0} -c lock_timeout={0} -c idle_in_transaction_session_timeout=1000 "
      "-c tcp_keepalives_idle=2 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=3 "
      "-c tcp_user_timeout={0} -c client_min_messages=warning",
      patience.count());
}

// PQconnectdbParams takes the last value of a name, so the URL can change the keywords before it
// and not those after it. libpq keeps no reference to the texts.
PGconn* ConnectLibpq(const PostgresOptions& options) {
  const std::string connect = std::to_string(ConnectSecondsOf(options.patience));
  const std::string unanswered = std::to_string(options.patience.count());
  const std::string session = SessionOf(options.patience);
  const std::array<std::pair<const char*, const char*>, 11> keywords = {{
      {"keepalives_idle", "2"},
      {"keepalives_interval", "1"},
      {"keepalives_count", "3"},
      {"tcp_user_timeout", unanswered.c_str()},
      {"dbname", options.url.c_str()},
      {"connect_timeout", connect.c_str()},
      {"options", session.c_str()},
      {"application_name", "bearward"},
      {"client_encoding", "UTF8"},
      {"target_session_attrs", "read-write"},
      {nullptr, nullptr},
  }};
  std::array<const char*, keywords.size()> names{};
  std::array<const char*, keywords.size()> values{};
  std::ranges::transform(keywords, names.begin(), [](const auto& pair) { return pair.first; });
  std::ranges::transform(keywords, values.begin(), [](const auto& pair) { return pair.second; });
  return PQconnectdbParams(names.data(), values.data(), 1);
}

}  // namespace

// The name contains the schema, because a channel belongs to the whole database.
std::string NotifyChannel(const PostgresOptions& options) {
  constexpr std::size_t kLongestName = 63;
  return ("bearward_" + options.schema).substr(0, kLongestName);
}

std::string NotifyStatement(const PostgresOptions& options) {
  return "NOTIFY " + Identifier(NotifyChannel(options));
}

base::Result<std::unique_ptr<PostgresConnection>> PostgresConnection::Connect(
    const PostgresOptions& options) {
  std::unique_ptr<PostgresConnection> made(new PostgresConnection(options));
  BW_TRY(made->Open());
  return made;
}

PostgresConnection::~PostgresConnection() {
  // Without a connection libpq may not be loaded.
  if (connection_ != nullptr) PQfinish(connection_);
}

base::Status PostgresConnection::Open() {
  BW_TRY(LoadLibpq());
  connection_ = ConnectLibpq(options_);
  // libpq's own text may name hosts and users, but no password.
  if (PQstatus(connection_) != CONNECTION_OK) return base::Fail(Lost(PQerrorMessage(connection_)));
  // Notices may quote values, so they are discarded.
  PQsetNoticeReceiver(connection_, [](void*, const PGresult*) {}, nullptr);
  if (PQsetnonblocking(connection_, 1) != 0 || PQenterPipelineMode(connection_) != 1) {
    return base::Fail(Lost("pipeline mode is not available"));
  }
  const std::string schema = Identifier(options_.schema);
  Later("SET search_path = " + schema);
  return Flush();
}

base::Error PostgresConnection::Lost(std::string detail) {
  lost_ = true;
  while (!detail.empty() && detail.back() == '\n') detail.pop_back();
  return base::Unavailable(std::string(kStoreLost), "postgres: " + std::move(detail));
}

bool PostgresConnection::DropQueued() {
  const bool any = !queued_.empty();
  queued_.clear();
  return any;
}

bool PostgresConnection::SendQueued() {
  bool sent = true;
  for (const std::string& sql : std::exchange(queued_, {})) {
    sent = sent && PQsendQueryParams(connection_, sql.c_str(), 0, nullptr, nullptr, nullptr,
                                     nullptr, kBinaryFormat) == 1;
  }
  return sent;
}

bool PostgresConnection::SendBound(const Prepared& prepared, std::span<const Parameter> values) {
  const Bound bound(values);
  return PQsendQueryPrepared(connection_, prepared.name.c_str(), static_cast<int>(values.size()),
                             bound.data.data(), bound.lengths.data(), bound.formats.data(),
                             kBinaryFormat) == 1;
}

base::Status PostgresConnection::Flush() {
  if (lost_) return base::Fail(Lost("the connection is closed"));
  if (queued_.empty() && !unread_) return {};
  if (!SendQueued()) return base::Fail(Lost(PQerrorMessage(connection_)));
  const auto rows = Exchange();
  if (!rows) return base::Fail(rows.error());
  return {};
}

// Send does not wait for the result of the preparation. If it failed, Exchange removes the
// statement from prepared_; its name is not used again.
base::Status PostgresConnection::Send(std::string_view sql, std::span<const Parameter> values) {
  if (lost_) return base::Fail(Lost("the connection is closed"));
  std::string key(sql);
  auto found = prepared_.find(key);
  const bool is_new = found == prepared_.end();
  PostgresText text;
  if (is_new) {
    text = ToPostgres(sql);
    const std::string name = "s" + std::to_string(++names_);
    found = prepared_.emplace(key, Prepared{name, text.parameters}).first;
    unproved_.push_back(std::move(key));
  }
  if (found->second.parameters != values.size()) {
    if (is_new) prepared_.erase(found);
    return base::Fail(
        base::Unavailable("store_failed", "the number of values differs from that of parameters"));
  }
  if (HasNul(values)) {
    if (is_new) prepared_.erase(found);
    return base::Fail(base::Unavailable("store_refused", "a text contains NUL"));
  }
  bool sent = SendQueued();
  sent = sent && (!is_new || PQsendPrepare(connection_, found->second.name.c_str(),
                                           text.sql.c_str(), 0, nullptr) == 1);
  unread_ = true;
  if (sent && SendBound(found->second, values)) return {};
  return base::Fail(Lost(PQerrorMessage(connection_)));
}

// If the statement is refused before it is sent, the results of earlier statements stay unread
// until the next Execute or Flush.
base::Result<Rows> PostgresConnection::Execute(std::string_view sql,
                                               std::span<const Parameter> values) {
  BW_TRY(Send(sql, values));
  return Exchange();
}

base::Result<Rows> PostgresConnection::Exchange() {
  if (PQpipelineSync(connection_) != 1) return base::Fail(Lost(PQerrorMessage(connection_)));
  base::Result<Rows> rows = ReadResults();
  unread_ = false;
  const auto unproved = std::exchange(unproved_, {});
  if (rows) return rows;
  for (const std::string& key : unproved) prepared_.erase(key);
  return rows;
}

// ReadResults reads the results of all statements of a pipeline: the rows of the last one, or the
// first failure.
base::Result<Rows> PostgresConnection::ReadResults() {
  base::Result<Rows> rows = Rows();
  while (true) {
    BW_TRY_ASSIGN(PGresult * raw, Next());
    if (raw == nullptr) continue;  // the end of one statement's results
    const ResultHolder result(raw, &PQclear);
    switch (PQresultStatus(raw)) {
      case PGRES_PIPELINE_SYNC:
        return rows;
      case PGRES_TUPLES_OK:
      case PGRES_COMMAND_OK:
        if (rows) rows = RowsOf(raw);
        break;
      case PGRES_PIPELINE_ABORTED:
        break;
      default:
        if (rows) rows = base::Fail(ErrorOf(raw));
        if (rows.error().reason == kStoreLost) lost_ = true;
        if (PQstatus(connection_) != CONNECTION_OK) {
          return base::Fail(Lost("the connection is closed"));
        }
    }
  }
}

base::Result<pg_result*> PostgresConnection::Next() {
  while (PQisBusy(connection_) != 0) BW_TRY(Wait());
  return PQgetResult(connection_);
}

// poll does not report notifications that libpq has already read with an earlier result, so libpq's
// queue is checked first.
void PostgresConnection::AwaitNotification(std::chrono::milliseconds time, int other) {
  const auto take_all = [this] {
    bool any = false;
    while (PGnotify* const notification = PQnotifies(connection_)) {
      PQfreemem(notification);
      any = true;
    }
    return any;
  };
  if (lost_ || take_all()) return;
  std::array<pollfd, 2> ready = {pollfd{PQsocket(connection_), POLLIN, 0},
                                 pollfd{other, POLLIN, 0}};
  ::poll(ready.data(), ready.size(), static_cast<int>(time.count()));
  if (ready[0].revents == 0) return;
  if (PQconsumeInput(connection_) != 1) lost_ = true;
  take_all();
}

// Wait sends what can be sent, and waits for received bytes for at most PostgresOptions::patience.
base::Status PostgresConnection::Wait() {
  const int unsent = PQflush(connection_);
  if (unsent < 0) return base::Fail(Lost(PQerrorMessage(connection_)));
  pollfd ready{PQsocket(connection_), static_cast<short>(unsent > 0 ? POLLIN | POLLOUT : POLLIN),
               0};
  const int count = ::poll(&ready, 1, static_cast<int>(options_.patience.count()));
  if (count == 0) return base::Fail(Lost("no answer in time"));
  if (PQconsumeInput(connection_) != 1) return base::Fail(Lost(PQerrorMessage(connection_)));
  return {};
}

}  // namespace bearward::store
