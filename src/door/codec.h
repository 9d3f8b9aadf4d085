// Codec: the wire form of a described resource where it differs from its description (rest.h).
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "door/contract.h"
#include "door/list_query.h"
#include "json/reader.h"
#include "json/schema.h"
#include "model/caller.h"
#include "model/record.h"
#include "resource/verbs.h"
#include "store/search.h"

namespace bearward::door {

// ListParameter is a query parameter that filters a list by a field of another name, or by
// `through` (store::Filter). `convert` maps each value; nullptr keeps it. With neither, it is no
// filter: the lister of Rest::ListBy reads it from the call.
struct ListParameter {
  std::string_view name;
  std::string_view field = {};
  std::string_view through = {};
  std::string (*convert)(std::string_view value) = nullptr;
};

// Extra is what a body asks for besides the fields of its description: `fill` sets fields of a new
// row, `also` is written with it, and `once` is called after the transaction of a create for the
// members in Codec::created, as a text like `"client_secret":"..."`.
struct Extra {
  std::function<void(void* row)> fill = nullptr;
  resource::Verbs::Also also = nullptr;
  std::function<std::string()> once = nullptr;
};

// CodecInput is a body that a codec reads. `id` is that of the row, empty in a create request.
struct CodecInput {
  const model::Caller& caller;
  std::string_view id;
  const json::Value& body;
};

class Call;

// NewRow is a decoded create request: its body, the row, and Extra::also.
struct NewRow {
  const Call& call;
  const json::Value& body;
  const model::AnyRow& row;
  const resource::Verbs::Also& also;
};

// Codec is the wire form of a resource where it differs from its description. `input` are further
// members of a body, which `read` reads. `output` are further members of each object; `write`
// returns them as a text such as `"domains":[]`; it is called once for a list, so that it can read
// for all rows together. `created` are further members of the response to a create, such as a
// secret that is shown once; with them, `read` sets Extra::once for a create. `create` replaces the
// verb, and `create_headers` are the headers that it reads. `parameters` are further filters of a
// list; `complete_list` checks its query and adds filters. `search` is the search of a list by the
// parameter `search`; nullptr: it has none.
struct Codec {
  std::span<const json::Property> input = {};
  std::span<const json::Property> output = {};
  std::span<const json::Property> created = {};
  std::span<const Parameter> create_headers = {};
  std::span<const ListParameter> parameters = {};
  const store::Search* search = nullptr;
  base::Status (*complete_list)(ListQuery& list) = nullptr;
  std::function<base::Result<Extra>(const CodecInput& input)> read = nullptr;
  std::function<base::Result<model::AnyRow>(const NewRow& input)> create = nullptr;
  std::function<base::Result<std::vector<std::string>>(const model::Caller& caller,
                                                       std::span<const model::AnyRow> rows)>
      write = nullptr;
};

}  // namespace bearward::door
