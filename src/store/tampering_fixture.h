// Tampering: what a program without the master key can do to the event log of a SQLite file. For
// tests of other modules.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "store/engine_sqlite.h"
#include "testing/must.h"

namespace bearward::store {

// Tamper executes a statement.
inline void Tamper(const std::string& path, std::string_view sql) {
  testing::Must(testing::Must(OpenSqlite(path, true))->Execute(sql, {}));
}

// AlterEvent changes the target of an event, and not its digest.
inline void AlterEvent(const std::string& path, std::int64_t number) {
  Tamper(path, "UPDATE events SET target = 'x' WHERE number = " + std::to_string(number));
}

// RemoveEvent deletes an event without a record.
inline void RemoveEvent(const std::string& path, std::int64_t number) {
  Tamper(path, "DELETE FROM events WHERE number = " + std::to_string(number));
}

// RemoveChain makes the log that of a version without the chain.
inline void RemoveChain(const std::string& path) {
  Tamper(path, "UPDATE events SET digest = NULL");
  Tamper(path, "DELETE FROM event_chain");
  Tamper(path, "DELETE FROM event_checkpoints");
}

// RemoveKeyFacts makes the database one of 0.1.0, which states nothing about its master key.
inline void RemoveKeyFacts(const std::string& path) {
  Tamper(path, "DELETE FROM installation WHERE name IN ('sealed', 'deriving_key')");
}

}  // namespace bearward::store
