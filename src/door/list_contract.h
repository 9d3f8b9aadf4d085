// ListContract: the parts of the contracts of all lists (list_query.h).
#pragma once

#include <string_view>

#include "door/contract.h"
#include "json/schema.h"

namespace bearward::door {

// kListMetadata describes the cursors of a page.
inline constexpr json::Schema kCursor = json::OrNull(json::kText);
inline constexpr json::Property kListMetadataMembers[] = {
    {"before", kCursor, true, "Cursor of the previous page; null on the first page."},
    {"after", kCursor, true, "Cursor of the next page; null on the last page."}};
inline constexpr json::Schema kListMetadata = json::ObjectOf(kListMetadataMembers, "ListMetadata");

// kListMembers are the members of the object that ListWriter writes, for items of one schema. Its
// other two members also serve lists whose schema is made at run time.
inline constexpr json::Property kListObject = {"object", json::Word<"list">()};
inline constexpr json::Property kListMetadataMember = {"list_metadata", kListMetadata};
template <const json::Schema& kItem>
inline constexpr json::Property kListMembers[] = {
    kListObject, {"data", json::ListOf(kItem)}, kListMetadataMember};

// kLimit and the constants after it are the parameters of every list.
inline constexpr Parameter kLimit = {"limit", json::kInteger, false,
                                     "Items of the page, 1 to 100."};
inline constexpr Parameter kOrder = {"order", json::Word<"asc", "desc", "normal">(), false,
                                     "desc by default; normal is desc with exchanged cursors."};
inline constexpr Parameter kAfter = {"after", json::kText, false,
                                     "Cursor from list_metadata.after of the page before."};
inline constexpr Parameter kBefore = {"before", json::kText, false,
                                      "Cursor from list_metadata.before of the page after."};

// kSearch is the parameter of lists that can be searched (store/search.h).
inline constexpr std::string_view kSearch = "search";

}  // namespace bearward::door
