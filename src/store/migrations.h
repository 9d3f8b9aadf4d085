// Migrations: the steps from an empty database to the newest schema, embedded at build time from
// migrations/*.sql. A published step is never changed; a new schema is a new file.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "store/engine.h"

namespace bearward::store {

// Migration is one file: its name without the suffix, and its statements. The step with index i
// leads to schema version i + 1. Where SQL is not enough, its name is in the table of steps in
// migrations.cc that run code after the statements, in the same transaction.
struct Migration {
  std::string_view name;
  std::string_view sql;
};

// Migrations gives all steps in order.
std::span<const Migration> Migrations();

// Migrate takes every step that the database has not taken, each in a transaction of its own. It
// fails with kConflict on a schema that has more steps, or others, than given: a newer program
// wrote it.
base::Status Migrate(Engine& engine, std::span<const Migration> steps);

// CheckSchema fails as Migrate does on such a schema, and changes nothing. A database without the
// table of steps passes.
base::Status CheckSchema(Engine& engine, std::span<const Migration> steps);

}  // namespace bearward::store
