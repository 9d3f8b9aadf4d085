// Changes: the values of the changed fields of a row before and after, for an event.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "model/access.h"
#include "model/api_key.h"
#include "model/application.h"
#include "model/cell.h"
#include "model/environment.h"
#include "model/object.h"
#include "model/organization.h"
#include "model/record.h"
#include "model/role.h"
#include "model/user.h"

namespace bearward::model {

// Changes collects the fields that differ between two states of a row, for Event::data:
//   {"changes":{"active":{"before":true,"after":false},"password":{}}}
// A created row has no `before`, a deleted one no `after`; a field without a value has neither. A
// field whose value is secret, or may be as large as a document, is written by name only. A
// described row also has the member `object`: its key, its shown and audited fields and its times
// after the change, those of a deleted row before it (model/snapshot.h).
class Changes {
 public:
  Changes() = default;
  // Created, Deleted and Between compare the fields of a row: those of its description, or those
  // that changes.cc lists.
  template <class Row>
  static Changes Created(const Row& row) {
    return Compare<Row>(row, nullptr, &row);
  }
  template <class Row>
  static Changes Deleted(const Row& row) {
    return Compare<Row>(row, &row, nullptr);
  }
  template <class Row>
  static Changes Between(const Row& before, const Row& after) {
    return Compare<Row>(after, &before, &after);
  }
  // Of compares the stored fields of a described resource; either state may be nullptr.
  static Changes Of(const Record& record, const void* before, const void* after);

  // Add compares one more field. A cell without a value is omitted.
  Changes& Add(std::string_view field, Kind kind, const Cell& before, const Cell& after);
  // AddName adds the name of a changed field without its values.
  Changes& AddName(std::string_view field);

  // empty says whether no field was added.
  bool empty() const { return members_.empty(); }
  // Json returns the text for Event::data.
  std::string Json() const { return "{\"changes\":{" + members_ + "}" + object_ + "}"; }

 private:
  template <class Row>
  static Changes Compare(const Row& row, const Row* before, const Row* after) {
    if constexpr (requires { DescriptionOf(row); }) {
      return Of(DescriptionOf(row), before, after);
    } else {
      Changes changes;
      changes.AddRow(FieldsOf(row), before, after);
      return changes;
    }
  }
  // AuditedField is one field of a row; without `has_values` only its name is written.
  struct AuditedField {
    std::string_view name;
    Kind kind;
    Cell (*get)(const void* row);
    bool has_values = true;
  };
  static std::span<const AuditedField> FieldsOf(const Environment& row);
  static std::span<const AuditedField> FieldsOf(const ApiKey& row);
  static std::span<const AuditedField> FieldsOf(const Object& row);
  void AddRow(std::span<const AuditedField> fields, const void* before, const void* after);

  std::string members_;
  std::string object_;  // a further member, with its comma
};

// HasSameFields says whether all stored fields of two rows are equal, the unaudited ones too.
bool HasSameFields(const Record& record, const void* a, const void* b);

}  // namespace bearward::model
