#include "provision/row_sections.h"

#include <string>

#include "model/check_row.h"

namespace bearward::provision {

base::Result<model::AnyRow> NewRowOf(const RowSection& section, const RowEntry& entry) {
  const model::Record& record = section.record;
  model::AnyRow row = record.make();
  const model::Field* const address = record.Find(record.AddressName());
  if (address != nullptr) {
    address->set(row.get(), entry.name);
    if (const model::Field* const name = record.Find("name")) name->set(row.get(), entry.name);
  } else {
    record.entity(row.get()).id = entry.name;
  }
  for (const auto& [name, cell] : entry.values) {
    const model::Field& field = *record.Find(name);
    if (field.set(row.get(), cell)) continue;
    return base::Fail(model::WrongValue(record, name, "a value of its type"));
  }
  BW_TRY(model::CheckRow(record, row.get()));
  return row;
}

}  // namespace bearward::provision
