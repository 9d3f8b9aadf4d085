#include "dialects/v1/dialect.h"

#include <string>

#include "door/problem.h"
#include "door/problem_schema.h"

namespace bearward::dialects::v1 {

door::Dialect MakeDialect(const std::string& resource_metadata) {
  door::Dialect dialect;
  dialect.name = "v1";
  dialect.mount.prefixes = {"/v1"};
  dialect.errors = {door::Problem, door::kProblemForms};
  // RFC 9728 section 5.1: the challenge says where to obtain a token.
  if (!resource_metadata.empty()) {
    dialect.errors.challenge_parameters = "resource_metadata=\"" + resource_metadata + '"';
  }
  return dialect;
}

}  // namespace bearward::dialects::v1
