// Execute: section 6 of the GraphQL specification (October 2021), level by level.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "graphql/document.h"
#include "graphql/error.h"
#include "graphql/limits.h"
#include "graphql/schema.h"
#include "graphql/value.h"
#include "json/reader.h"

namespace bearward::graphql {

// Request is what a client sends beside the document, and the context for the resolvers.
struct Request {
  // operation_name may be empty if the document has one operation.
  std::string_view operation_name = {};
  // variables is a JSON object or null.
  const json::Value& variables;
  // context is returned by Batch::Context.
  Handle context = {};
  // admit is called with each root field of the operation before the first resolver. If it fails,
  // nothing is executed, and the response is that of Withhold. Empty: every field is admitted.
  std::function<base::Status(std::string_view field)> admit = {};
};

// Response is the result of a request.
struct Response {
  // text is the JSON object of section 7.1 of the specification.
  std::string text;
  // has_data is false if the request failed before its execution; `text` then has no "data".
  bool has_data = false;
  // errors are the errors in `text`, with the details for the log.
  std::vector<Error> errors;
};

// Execute runs one operation of a document that Validate accepted for this schema. It calls
// resolvers on the calling thread, one after another: each once for all objects of one field of
// the operation, whatever the sizes of lists. Root fields of a mutation run in their order, each
// with all its subfields before the next. Subscriptions are refused. `schema`, `document` and
// `request` must outlive the call only; the response owns its texts. Failures are errors of the
// response; a failed field is null, and so is the parent of a failed non-null field.
Response Execute(const Schema& schema, const Document& document, const Request& request,
                 const base::Clock& clock, const Limits& limits = {});

// Refuse returns the response to a document that was not executed.
Response Refuse(std::vector<Error> errors);

// Withhold returns the response to an operation without any result: its data is null.
Response Withhold(std::vector<Error> errors);

}  // namespace bearward::graphql
