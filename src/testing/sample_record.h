// SampleRecord: a row of any described resource with a value in every field, for tests that run for
// all of them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>

#include "model/record.h"

namespace bearward::testing {

// SampleText returns `text`, or the first of a few texts made from it that the check accepts.
inline std::string SampleText(const model::Check* check, const std::string& text) {
  std::string word = text;
  std::ranges::replace(word, ' ', '-');
  for (const std::string& form :
       {text, word, word + ":read", word + ".example", "https://example.com/" + word, "/" + word,
        word.substr(word.find_last_not_of("0123456789") + 1) + "/60s", word + "@example.com",
        "en-" + word, "$" + word}) {
    if (check == nullptr || check->holds(form)) return form;
  }
  return {};
}

// SampleCell returns a value that the field accepts. Except for lists of words, it depends on
// `number`.
inline model::Cell SampleCell(const model::Field& field, std::int64_t number) {
  const std::string digits = std::to_string(number);
  switch (field.kind) {
    case model::Kind::kInteger:
      return number;
    case model::Kind::kFlag:
      return number % 2;
    case model::Kind::kTime:
      return std::int64_t{1'935'817'689'000} + number;
    case model::Kind::kWord:
      return std::string(field.words[static_cast<std::size_t>(number) % field.words.size()]);
    case model::Kind::kWords:
      return std::vector<std::string>{std::string(field.words.back())};
    case model::Kind::kTexts:
      return std::vector<std::string>{SampleText(field.check, "a" + digits),
                                      SampleText(field.check, "b" + digits)};
    case model::Kind::kMetadata:
      return model::Metadata{{"tier", "gold " + digits}};
    case model::Kind::kText:
      break;
  }
  return SampleText(field.check, "name " + digits);
}

// SampleUserId is the id of SampleUser(number): the user that a sample row refers to.
inline std::string SampleUserId(std::int64_t number) { return "user_" + std::to_string(number); }

// SampleRecord sets all stored fields. The row belongs to `environment` and, where the resource is
// bound to an organization, to `organization`; one that has a user belongs to SampleUserId.
inline std::shared_ptr<void> SampleRecord(const model::Record& record,
                                          const std::string& environment,
                                          const std::string& organization, std::int64_t number) {
  std::shared_ptr<void> row = record.make();
  const model::EntityRef entity = record.entity(row.get());
  entity.id = (record.MakesIds() ? std::string(record.id_prefix) + "_" : std::string("key-")) +
              std::to_string(number);
  entity.environment = {environment};
  entity.created_at = base::FromMillis(1'935'817'689'123 + number);
  entity.updated_at = base::FromMillis(1'935'817'690'123 + number);
  for (const model::Field& field : record.fields) {
    field.set(row.get(), field.name == "organization_id" ? model::Cell(organization)
                         : field.name == "user_id"       ? model::Cell(SampleUserId(number))
                                                         : SampleCell(field, number));
  }
  return row;
}

}  // namespace bearward::testing
