// RestContracts: the contracts of the routes of a described resource (rest.h).
#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "door/codec.h"
#include "door/contract.h"
#include "json/schema.h"
#include "resource/schema.h"

namespace bearward::door {

// RestContracts makes and owns the contracts. Its functions return references that live as long as
// it does; it is neither copied nor moved.
class RestContracts {
 public:
  // Form is how a dialect presents the resource: Mount and Codec explain the members (rest.h).
  // Everything in it has static storage duration.
  struct Form {
    std::string_view prefix;
    bool strict;
    std::span<const int> errors;
    std::span<const json::Property> input;
    std::span<const json::Property> output;
    std::span<const json::Property> created;
    std::span<const Parameter> create_headers;
    std::span<const ListParameter> parameters;
    const store::Search* search;
  };

  RestContracts(const model::Record& record, const Form& form);
  RestContracts(const RestContracts&) = delete;
  RestContracts& operator=(const RestContracts&) = delete;

  const Contract& Create(int status);
  const Contract& Get();
  const Contract& Update();
  // Delete describes the deleted object where `with_body`, and documents 409 when the rules of the
  // resource may refuse to delete a row.
  const Contract& Delete(int status, bool with_body, bool may_refuse);
  const Contract& List();
  const Contract& ListAll();
  // Action describes a request without a body where `body` is nullptr.
  const Contract& Action(int status, const json::Schema* body);

 private:
  const Contract& Add(const json::Schema* body, const Success& success,
                      std::span<const int> errors = {});

  resource::RecordSchemas schemas_;
  std::string name_, created_name_, input_name_, change_name_, list_name_;
  std::span<const int> errors_;
  std::span<const Parameter> create_headers_;
  std::vector<int> write_errors_, action_errors_;
  std::vector<json::Property> object_members_, created_members_, create_members_, update_members_;
  json::Schema object_, created_, create_, update_, list_, all_, deleted_;
  const json::Schema* no_body_;  // of a route that expects no body
  std::vector<json::Property> list_members_, all_members_, deleted_members_;
  std::vector<Parameter> query_;
  std::deque<Success> successes_;
  std::deque<Contract> contracts_;
};

}  // namespace bearward::door
