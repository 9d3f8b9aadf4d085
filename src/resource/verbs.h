// Verbs: create, get, update, delete and list the rows of a described resource (model/fields.h).
// Each verb authorizes the caller, keeps tenants apart, and writes a change with its event.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "model/caller.h"
#include "model/record.h"
#include "resource/address.h"
#include "resource/rules.h"
#include "store/store.h"
#include "store/table.h"

namespace bearward::resource {

// Parts are the dependencies of Verbs, which they must outlive.
struct Parts {
  store::Store& store;
  const base::Clock& clock;
  base::Entropy& entropy;
};

// Page is one page of a list, with the cursors of the adjacent pages.
struct Page {
  std::vector<model::AnyRow> rows;
  store::PageEnds ends;
};

// Verbs is safe from any thread. Errors of all verbs: kDenied "missing_permission" or
// "not_the_environment". A row of another environment, organization or parent does not exist for
// the caller: kNotFound "NAME_not_found" with the address in `fields`, or "organization_not_found"
// if the organization of the address does not exist for it.
class Verbs {
 public:
  // Change sets fields of a row. It runs inside the transaction and may run again.
  using Change = std::function<base::Status(void* row)>;
  // Also writes what depends on a row, after it and in the same transaction. It may run again.
  using Also =
      std::function<base::Status(store::WriteTx& tx, const void* row, const Context& context)>;

  // Verbs keeps a reference to the description.
  Verbs(const model::Record& record, Rules rules, const Parts& parts);

  // CheckRead and CheckWrite fail if the caller may not read or write such rows at all. All verbs
  // check this; call it first where the caller must not learn what is wrong with its request.
  base::Status CheckRead(const model::Caller& caller) const;
  base::Status CheckWrite(const model::Caller& caller) const;
  // CheckShared also accepts members with Rules::shared: for GetById and the ...Shared functions.
  base::Status CheckShared(const model::Caller& caller) const;
  // Create sets environment, times and a generated id of the row and inserts it. Errors of
  // model::CheckRow and of the rules; kNotFound "organization_not_found" for an organization that
  // does not exist for the caller; kExists "NAME_exists" for a unique value that is taken.
  base::Result<model::AnyRow> Create(const model::Caller& caller, const model::AnyRow& row,
                                     const Also& also = nullptr) const;
  // CreateIn does the same inside a transaction of the caller.
  base::Result<model::AnyRow> CreateIn(store::WriteTx& tx, const Context& context,
                                       const model::AnyRow& row) const;
  base::Result<model::AnyRow> Get(const model::Caller& caller, const Address& at) const;
  // Update applies a change and keeps environment, id, creation time and fields with kConstant. A
  // change that leaves every field equal writes nothing, except with `event`, which replaces
  // EventTypes::updated, or with `also`. Errors as for Create, and those of the change.
  base::Result<model::AnyRow> Update(const model::Caller& caller, const Address& at,
                                     const Change& change,
                                     std::optional<model::EventType> event = std::nullopt,
                                     const Also& also = nullptr) const;
  // Delete returns the deleted row.
  base::Result<model::AnyRow> Delete(const model::Caller& caller, const Address& at) const;
  // GetBy returns the first row of the list whose field has this value. Errors as for Get.
  base::Result<model::AnyRow> GetBy(const model::Caller& caller, const model::Field& field,
                                    const std::string& value) const;
  // GetById returns the row with this id, even if requests address rows by another field.
  base::Result<model::AnyRow> GetById(const model::Caller& caller, const std::string& id) const;
  base::Result<model::AnyRow> GetShared(const model::Caller& caller, const Address& at) const;
  // List overwrites environment and organization of the query. `within` are parents in the path.
  base::Result<Page> List(const model::Caller& caller, store::PageQuery query,
                          const std::vector<store::Filter>& within = {}) const;
  // ListAll returns all rows from old to new, or by key where the client chooses the keys.
  base::Result<std::vector<model::AnyRow>> ListAll(const model::Caller& caller,
                                                   const std::vector<store::Filter>& within) const;
  base::Result<Page> ListShared(const model::Caller& caller, store::PageQuery query) const;
  base::Result<std::vector<model::AnyRow>> ListAllShared(const model::Caller& caller) const;
  const model::Record& record() const { return table_.record(); }
  const Rules& rules() const { return rules_; }

 protected:
  // ReadPage is List without the check of the permission.
  base::Result<Page> ReadPage(const model::Caller& caller, store::PageQuery query,
                              const std::vector<store::Filter>& within) const;
  // Find is Get without the check of the permission, inside a transaction of the caller. A change
  // that does not use Update calls it, because the row of an earlier read may have been deleted.
  base::Result<model::AnyRow> Find(store::ReadTx& tx, const model::Caller& caller,
                                   const Address& at) const;

 private:
  base::Result<std::vector<model::AnyRow>> ReadAll(const model::Caller& caller,
                                                   const std::vector<store::Filter>& within) const;
  base::Result<bool> Look(store::ReadTx& tx, const model::Caller& caller, const Address& at,
                          void* row) const;

  store::Table table_;
  Rules rules_;
  Parts parts_;
};

// VerbsOf is the typed form of Verbs.
template <class R>
class VerbsOf : public Verbs {
 public:
  VerbsOf(const model::RecordOf<R>& record, Rules rules, const Parts& parts)
      : Verbs(record, std::move(rules), parts) {}

  base::Result<R> Create(const model::Caller& caller, R row) const {
    return Typed(Verbs::Create(caller, std::make_shared<R>(std::move(row))));
  }
  base::Result<R> Get(const model::Caller& caller, const Address& at) const {
    return Typed(Verbs::Get(caller, at));
  }
  base::Result<R> GetById(const model::Caller& caller, const std::string& id) const {
    return Typed(Verbs::GetById(caller, id));
  }
  // Replace updates the row with the id of `row` to the values of `row`.
  base::Result<R> Replace(const model::Caller& caller, const R& row) const {
    return Update(caller, row.id, [&row](R& stored) -> base::Status {
      stored = row;
      return {};
    });
  }
  base::Result<R> Update(const model::Caller& caller, const Address& at,
                         const std::function<base::Status(R&)>& change,
                         std::optional<model::EventType> event = std::nullopt) const {
    const auto untyped = [&](void* row) { return change(*static_cast<R*>(row)); };
    return Typed(Verbs::Update(caller, at, untyped, event));
  }

 protected:
  // Typed converts the result of an untyped verb.
  static base::Result<R> Typed(const base::Result<model::AnyRow>& row) {
    BW_TRY(row);
    return *static_cast<const R*>(row->get());
  }
};

}  // namespace bearward::resource
