// kSourceDir: the path of this checkout.
#pragma once

namespace bearward::testing {

// kSourceDir is the root of the source tree, without a slash at its end. CMake writes its
// definition (source_dir.cc.in), so that no other object file depends on the path and ccache finds
// the objects of another checkout.
extern const char* const kSourceDir;

}  // namespace bearward::testing
