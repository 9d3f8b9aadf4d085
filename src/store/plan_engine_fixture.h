// PlanEngine: an engine for tests of query plans.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "store/engine_sqlite.h"
#include "store/migrations.h"
#include "testing/must.h"

namespace bearward::store {

// PlanEngine records the plan of every statement. It returns no rows, or one number for statements
// that always return one.
class PlanEngine final : public Engine {
 public:
  PlanEngine() { testing::Must(Migrate(*engine_, Migrations())); }

  base::Status Begin(bool) override { return {}; }
  base::Status Commit() override { return {}; }
  void RollBack() override {}
  bool IsRetryable(const base::Error&) const override { return false; }
  void Maintain(bool) override {}
  base::Result<Rows> Run(std::string_view sql, std::span<const Parameter> values,
                         Need /*need*/) override {
    const Rows plan =
        testing::Must(engine_->Execute("EXPLAIN QUERY PLAN " + std::string(sql), values));
    for (const Row& row : plan) plans_[std::string(sql)].insert(std::get<std::string>(row.at(3)));
    for (const Row& row : testing::Must(engine_->Execute("EXPLAIN " + std::string(sql), values))) {
      builds_[std::string(sql)] |= std::get<std::string>(row.at(1)) == "OpenEphemeral";
    }
    if (sql.find("AS scanned") != std::string_view::npos) return Rows{{1, 1}};
    const bool one_number =
        sql.starts_with("SELECT coalesce(") || sql.starts_with("SELECT created_at FROM ");
    return one_number ? Rows{{0}} : Rows{};
  }

  // plans returns, for each statement seen, the steps of SQLite's query plan.
  const std::map<std::string, std::set<std::string>>& plans() const { return plans_; }
  // builds returns, for each statement seen, whether it builds a temporary b-tree.
  const std::map<std::string, bool>& builds() const { return builds_; }

 private:
  std::unique_ptr<Engine> engine_ = testing::Must(OpenSqlite(":memory:", true));
  std::map<std::string, std::set<std::string>> plans_;
  std::map<std::string, bool> builds_;
};

}  // namespace bearward::store
