// FullCheck: searches a whole database for damage, for `bearward check` and for backups.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "store/event_chain.h"
#include "store/postgres_connection.h"
#include "store/transaction.h"

namespace bearward::store {

// SealedValue is one value that crypto::KeyRing encrypted; `name` describes it in messages.
struct SealedValue {
  std::string name;
  std::string sealed;
};

// OpensSealed fails if the master key cannot decrypt the value.
using OpensSealed = std::function<base::Status(const SealedValue&)>;

// KeyChecks are the checks that need the master key; what is not set is not checked.
struct KeyChecks {
  OpensSealed opens = nullptr;
  // fits fails with "master_key_wrong" if the database states that its master key is another one.
  // Then the event log is not checked, because the chain of another key proves nothing.
  std::function<base::Status(ReadTx& tx)> fits = nullptr;
  const EventChain* chain = nullptr;
};

// CheckReport lists the checks in order, with the problems that each found: also those that damage
// prevented (`ran`), and those that do not exist for this engine (`omitted`). The names:
// "integrity", "foreign_keys", "schema", "events", "event_chain", "sealed_keys". After a problem of
// "integrity" or "schema" the list ends, and with another master key it has no "event_chain".
struct CheckReport {
  struct Check {
    std::string_view name;
    std::vector<std::string> problems;
    bool ran = true;  // false: the database is too damaged for this check
    // omitted is the reason why the check does not exist for this engine; otherwise empty.
    std::string_view omitted = {};
  };
  std::vector<Check> checks;
  std::int64_t schema_version = 0;  // number of steps that the database has
  std::int64_t newest_schema = 0;   // number of steps that this program has
  std::int64_t last_event = 0;
  std::optional<base::Time> last_event_at;

  bool ok() const;
  // usable returns whether the database can be served: all checks ran, and only those of the event
  // log, "events" and "event_chain", found problems, if any did. Bearward serves an altered log
  // too, and keeps the evidence.
  bool usable() const;
  // Summary returns "NAME: PROBLEM; NAME: PROBLEM" of all problems.
  std::string Summary() const;
  // LogProblems is Summary of the checks of the event log; empty if they found none.
  std::string LogProblems() const;
};

// CheckWholeDatabase runs all checks on one snapshot of a database file; other processes may use
// the file at the same time. It changes nothing. Without KeyChecks::opens there is no check
// "sealed_keys", and without KeyChecks::chain no "event_chain", as for a schema from before the
// chain. An error means that the checks could not run; problems of the database are in the report.
base::Result<CheckReport> CheckWholeDatabase(const std::string& path, const KeyChecks& key = {});

// CheckWholePostgres is CheckWholeDatabase for a PostgreSQL database. "integrity" and
// "foreign_keys" are omitted there, because PostgreSQL has its own tools for them.
base::Result<CheckReport> CheckWholePostgres(const PostgresOptions& options,
                                             const KeyChecks& key = {});

}  // namespace bearward::store
