// SampleData: the data of tests, fuzz programs and the comparison with graphql-js.
#pragma once

#include <string_view>

namespace bearward::graphql::testing {

// kSampleData is the root object. `__typename` is the type of an object; {"__error": ...} is a
// failure; a member that is absent is null.
inline constexpr std::string_view kSampleData = R"json({
"me": {"__typename": "User", "id": "u1", "name": "Ann", "email": "ann@example.com", "age": 41,
  "score": 1.5, "active": true, "color": "GREEN", "createdAt": "2026-01-02T03:04:05Z",
  "attributes": {"a": [1, "x", null], "b": {"c": true}}, "old": "legacy",
  "friends": [{"__typename": "User", "id": "u2", "name": "Bo", "email": "bo@example.com",
      "active": false, "strictFriends": [], "matrix": [[1, 2], [3]]},
    {"__typename": "Organization", "id": "o1", "name": "Acme", "age": "old"}, null],
  "bestFriend": {"__typename": "User", "id": "u2", "name": "Bo", "email": null, "active": true},
  "strictFriend": {"__typename": "User", "id": "u3", "email": {"__error": "No email."},
    "active": true},
  "strictFriends": [{"__typename": "User", "id": "u4", "email": "d@example.com", "active": true},
    {"__typename": "User", "id": "u5", "email": "e@example.com", "active": null}],
  "matrix": [[1], [2, null], null], "pet": {"__typename": "Cat", "name": "Tom", "meows": true,
    "size": null, "tags": ["a", "b"]}},
"user": {"__typename": "User", "id": "u2", "name": "Bo", "email": "bo@example.com", "active": true,
  "pet": {"__typename": "Dog", "name": "Rex", "barks": true, "size": 3, "tags": ["a", null]}},
"node": {"__typename": "Organization", "id": "o1", "name": "Acme", "owner": null},
"named": [{"__typename": "User", "id": "u1", "name": "Ann", "active": true, "email": "a@b.c"},
  {"__typename": "Organization", "id": "o2", "name": null}],
"search": [{"__typename": "User", "id": "u1", "name": "Ann", "email": "a@b.c", "active": true},
  {"__typename": "Organization", "id": "o1", "name": "Acme",
    "owner": {"__typename": "User", "id": "u9", "email": "o@example.com", "active": true},
    "members": {"data": [{"__typename": "User", "id": "u1", "email": "a@b.c", "active": true},
      {"__typename": "User", "id": "u6", "email": "f@b.c", "active": true}],
      "listMetadata": {"after": "u6", "before": null}}},
  {"__typename": "Dog", "name": "Rex", "barks": false, "tags": [],
    "owner": {"__typename": "User", "id": "u7", "email": "g@b.c", "active": true}}],
"anything": [{"__typename": "Failure", "message": "Gone.", "code": 410}, null,
  {"__typename": "Cat", "size": 2}, {"__error": "One element failed."},
  {"__typename": "Dog", "name": null, "barks": true}],
"pets": [{"__typename": "Dog", "name": "Rex", "barks": true},
  {"__typename": "Cat", "name": "Tom", "size": 1}],
"organization": {"__typename": "Organization", "id": "o1", "name": "Acme", "age": "12",
  "owner": {"__typename": "User", "id": "u1", "email": "a@b.c", "active": true},
  "members": {"data": [{"__typename": "User", "id": "u1", "email": "a@b.c", "active": true}],
    "listMetadata": {}}},
"organizations": [{"__typename": "Organization", "id": "o1", "members": null},
  {"__typename": "Organization", "id": "o2"}],
"failing": {"__error": "It failed."},
"strict": null,
"nested": {"__typename": "Failure", "message": {"__error": "Not available."}},
"extended": true,
"createUser": {"__typename": "User", "id": "u10", "name": "New", "email": "n@b.c", "active": true},
"deleteUser": {"__typename": "Failure", "message": "Not found.", "code": 404},
"setColors": ["RED", "BLUE"],
"filter": {"ok": true}
})json";

}  // namespace bearward::graphql::testing
