// FieldColumns: the values of described fields (model/fields.h) as parameters of a statement, and
// columns as values of fields.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/fields.h"
#include "store/columns.h"
#include "store/engine.h"

namespace bearward::store {

// Fields refers to fields of a description, which has static storage duration.
using Fields = std::span<const model::Field* const>;

// BindFields appends the values of the fields of a row; fields with kConstant are included only if
// `constant` is set. Fails as ListValue does.
base::Status BindFields(Fields fields, const void* row, bool constant,
                        std::vector<Parameter>& values);

// ReadFields sets the fields of a row to the values of the next columns. Words of a list that this
// version does not know are omitted. kUnavailable "store_corrupt" names the table if a column has a
// value that its field does not accept.
base::Status ReadFields(Fields fields, std::string_view table, Columns& columns, void* row);

}  // namespace bearward::store
