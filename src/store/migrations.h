// Migrations: the steps from an empty database to the newest schema, embedded at build time from
// migrations/*.sql. A released step is never changed; a schema change is a new file.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "store/engine.h"

namespace bearward::store {

// Migration is one file: its name without the suffix, and its statements. The step with index i
// leads to schema version i + 1. If SQL is not sufficient, the step is also listed in migrations.cc
// with code that runs after the statements, in the same transaction.
struct Migration {
  std::string_view name;
  std::string_view sql;
};

// Migrations returns all steps in order.
std::span<const Migration> Migrations();

// Migrate runs every step that the database does not have, in one transaction under the write lock.
// If several processes start at once, one migrates, and the others have nothing to do. kConflict
// "schema_newer" if the database has more or other steps than `steps`, because a newer program
// wrote it.
base::Status Migrate(Engine& engine, std::span<const Migration> steps);

// CheckSchema fails for the same schemas as Migrate, and changes nothing. A database without the
// table of steps passes.
base::Status CheckSchema(Engine& engine, std::span<const Migration> steps);

// TookStep returns whether the database has the step with that name. It runs within a transaction
// of the caller; a database without the table of steps is an error.
base::Result<bool> TookStep(Engine& engine, std::string_view name);

// CheckKnownSteps is CheckSchema within a transaction of the caller; the table of steps must exist.
base::Status CheckKnownSteps(Engine& engine, std::span<const Migration> steps);

}  // namespace bearward::store
