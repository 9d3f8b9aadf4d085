// Schema: schemas of described resources, for /openapi.json and the check of bodies.
#pragma once

#include <deque>
#include <vector>

#include "json/schema.h"
#include "model/record.h"
#include "resource/object_json.h"

namespace bearward::resource {

// RecordSchemas makes and owns the schemas of one description, which has static storage duration.
// The schemas refer to this object, so it can be neither copied nor moved.
class RecordSchemas {
 public:
  explicit RecordSchemas(const model::Record& record);
  RecordSchemas(const RecordSchemas&) = delete;
  RecordSchemas& operator=(const RecordSchemas&) = delete;

  // object describes what WriteObject writes.
  const json::Schema& object() const { return object_; }
  // body describes what ReadObject accepts for this purpose.
  const json::Schema& body(Purpose purpose) const {
    return purpose == Purpose::kCreate ? create_ : update_;
  }

 private:
  json::Schema SchemaOf(const model::Field& field);
  std::vector<json::Property> ObjectMembers(const model::Record& record);
  std::vector<json::Property> BodyMembers(const model::Record& record, Purpose purpose);

  std::deque<json::Schema> items_;  // of the lists
  std::vector<json::Property> object_members_, create_members_, update_members_;
  json::Schema object_, create_, update_;
};

}  // namespace bearward::resource
