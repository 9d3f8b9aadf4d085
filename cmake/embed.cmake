# embed_sql() makes the module's migrations part of the program: a generated source that holds the
# text of every migrations/*.sql in order of name.
function(embed_sql module)
  set(folder "${PROJECT_SOURCE_DIR}/src/${module}/migrations")
  file(GLOB files CONFIGURE_DEPENDS "${folder}/*.sql")
  list(SORT files)
  set(rows "")
  foreach(path ${files})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
    get_filename_component(name "${path}" NAME_WE)
    file(READ "${path}" sql)
    string(APPEND rows "    {\"${name}\", R\"sql(${sql})sql\"},\n")
  endforeach()
  set(generated "${PROJECT_BINARY_DIR}/embedded/${module}_migrations.cc")
  file(CONFIGURE OUTPUT "${generated}" @ONLY NEWLINE_STYLE UNIX CONTENT
"#include \"${module}/migrations.h\"

namespace bearward::${module} {
namespace {

constexpr Migration kEmbedded[] = {
${rows}};

}  // namespace

std::span<const Migration> Migrations() { return kEmbedded; }

}  // namespace bearward::${module}
")
  target_sources(module_${module} PRIVATE "${generated}")
endfunction()

# embed_texts() makes text files part of a module: a generated source that defines the function
# Name() of the header module/name.h as the files one after the other.
function(embed_texts module name files)
  set(text "")
  foreach(path ${files})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${path}")
    file(READ "${PROJECT_SOURCE_DIR}/${path}" part)
    string(APPEND text "${part}")
  endforeach()
  string(SUBSTRING "${name}" 0 1 first)
  string(SUBSTRING "${name}" 1 -1 rest)
  string(TOUPPER "${first}" first)
  set(generated "${PROJECT_BINARY_DIR}/embedded/${module}_${name}.cc")
  file(CONFIGURE OUTPUT "${generated}" @ONLY NEWLINE_STYLE UNIX CONTENT
"#include \"${module}/${name}.h\"

namespace bearward::${module} {

std::string_view ${first}${rest}() { return R\"text(${text})text\"; }

}  // namespace bearward::${module}
")
  target_sources(module_${module} PRIVATE "${generated}")
endfunction()

# embed_words() makes a file with lists of words part of a module: a generated source that defines
# WordLists() of the header module/common_words.h. The file is not configured, because its words may
# contain @.
function(embed_words module path)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
  file(READ "${path}" text)
  set(generated "${PROJECT_BINARY_DIR}/embedded/${module}_words.cc")
  set(content
"#include \"${module}/common_words.h\"

namespace bearward::${module} {

std::string_view WordLists() { return R\"text(${text})text\"; }

}  // namespace bearward::${module}
")
  file(GENERATE OUTPUT "${generated}" CONTENT "${content}")
  target_sources(module_${module} PRIVATE "${generated}")
endfunction()

# embed_console() makes the built console part of the program. With Node.js 22 and the packages of
# web/ (./dev installs both) it is built here; otherwise the program has no console and says so.
# With BEARWARD_REQUIRE_CONSOLE, as for packages, that is an error.
option(BEARWARD_REQUIRE_CONSOLE "Fail if the console cannot be built" OFF)
function(embed_console)
  set(web "${PROJECT_SOURCE_DIR}/web")
  set(generated "${PROJECT_BINARY_DIR}/embedded/console_assets.cc")
  set(node "${PROJECT_SOURCE_DIR}/.ci/node/node_modules/.bin/node")
  if(EXISTS "${node}" AND EXISTS "${web}/node_modules/.package-lock.json")
    # The console shows the configurations of the gateways.
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${web}/src/*" "${web}/public/*"
      "${PROJECT_SOURCE_DIR}/examples/gateways/*")
    add_custom_command(OUTPUT "${generated}"
      COMMAND "${node}" "${web}/embed.mjs" "${PROJECT_BINARY_DIR}/web" "${generated}"
      DEPENDS ${sources} "${web}/embed.mjs" "${web}/index.html" "${web}/vite.config.ts"
        "${web}/package-lock.json"
      WORKING_DIRECTORY "${web}" VERBATIM)
  elseif(BEARWARD_REQUIRE_CONSOLE)
    message(FATAL_ERROR "The console cannot be built: run ./dev build, which installs Node.js 22 "
      "and the packages of web/ from npm.")
  else()
    message(STATUS "The console is not built: run ./dev build, which installs Node.js 22.")
    file(CONFIGURE OUTPUT "${generated}" @ONLY NEWLINE_STYLE UNIX CONTENT
"#include \"console/assets.h\"

namespace bearward::console {

std::span<const Asset> Assets() { return {}; }

}  // namespace bearward::console
")
  endif()
  set_source_files_properties("${generated}" PROPERTIES
    COMPILE_OPTIONS -Wno-overlength-strings)  # assets are longer than compilers must accept
  target_sources(module_console PRIVATE "${generated}")
endfunction()
