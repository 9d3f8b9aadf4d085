// Kind: the description of one kind of object: its members in responses and in requests, written
// once. Responses, checks of requests, schemas and the order of lists are computed from it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace bearward::objects {

// Shape is the form of a member in a response. kFlagText is a flag as "0" or "1". kTime is a time
// in UTC without a zone, the year 1 while it is unset. kDecimal is a number with a fraction, stored
// as text. kItems and kMembers are any array and any object.
enum class Shape : std::uint8_t {
  kText,
  kTextOrNull,
  kTime,
  kDecimal,
  kFlag,
  kFlagText,
  kInteger,
  kItems,
  kMembers,
};

// Source says where the value is stored: in the member of this name of Object::fields, or in a
// column. The times and names of kCreated, kCreatedBy and kUploaded are those of the field, if the
// object has it, else those of the column.
enum class Source : std::uint8_t {
  kField,
  kNumber,
  kName,
  kTenant,  // the number of the caller's organization
  kCreated,
  kCreatedBy,
  kUpdated,
  kUpdatedBy,
};

// Uses is a bit set: where a member is used.
using Uses = std::uint8_t;
inline constexpr Uses kListed = 1;     // in the items of lists
inline constexpr Uses kDetailed = 2;   // in the response about one object
inline constexpr Uses kCreate = 4;     // a request to create may set it
inline constexpr Uses kUpdate = 8;     // a request to update may set it
inline constexpr Uses kRequired = 16;  // a request to create must set it
inline constexpr Uses kLines = 32;     // the text may contain line breaks and tabs
inline constexpr Uses kDigits = 64;    // a request may send the text as an integer
inline constexpr Uses kShown = kListed | kDetailed;
inline constexpr Uses kEdited = kCreate | kUpdate;

// kLongestText and kLargestInteger are the limits of a member that states none. The vendors'
// integers have 32 bits.
inline constexpr std::int64_t kLongestText = 255;
inline constexpr std::int64_t kLargestInteger = 2'147'483'647;

// Member is one member. `most` limits the length of a text in bytes, the value of an integer, and
// the absolute value of a decimal; 0 stands for the usual limit. Integers are not negative.
struct Member {
  std::string_view name;
  Shape shape = Shape::kText;
  Uses uses = 0;
  Source source = Source::kField;
  std::string_view asked = {};  // its name in requests; empty: `name`
  std::int64_t most = 0;

  constexpr bool Is(Uses wanted) const { return (uses & wanted) != 0; }
  constexpr std::string_view AskedName() const { return asked.empty() ? name : asked; }
  constexpr std::int64_t Most() const {
    if (most != 0) return most;
    return shape == Shape::kInteger ? kLargestInteger : kLongestText;
  }
};

// Kind has static storage duration. `kind` is the value of model::Object::kind.
struct Kind {
  std::string_view kind;
  std::span<const Member> members;

  // Find returns the member with this name regardless of case, which is used for `use`; nullptr if
  // there is none.
  const Member* Find(std::string_view name, Uses use) const;
  // FindAsked does the same by the name in requests.
  const Member* FindAsked(std::string_view name, Uses use) const;
};

}  // namespace bearward::objects
