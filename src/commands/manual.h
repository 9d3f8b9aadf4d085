// Manual: writes manual pages in the language of man(7).
#pragma once

#include <string>
#include <string_view>

namespace bearward::commands {

// ManText escapes text: it is shown as it is, on one line of the source.
std::string ManText(std::string_view text);

// ManBold returns escaped text in bold, for use within a line.
std::string ManBold(std::string_view text);

// ManHead returns the title and the section NAME. `about` completes "name - ".
std::string ManHead(std::string_view name, int section, std::string_view version,
                    std::string_view about);

// ManItem returns one item of a list: a term and its description. Both are escaped already.
std::string ManItem(std::string_view term, std::string_view about);

// ManExample returns lines that are shown as they are, below a sentence about them.
std::string ManExample(std::string_view about, std::string_view lines);

}  // namespace bearward::commands
