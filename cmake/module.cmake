# A module is a folder of src/, a namespace and a static library. module() finds its files by
# suffix:
#   x.h x.cc       the module itself
#   x_test.cc      the module's test program, module_<name>_test
#   x_fuzz.cc      one fuzz program a file, only with BEARWARD_FUZZ (clang);
#                  corpus/x/ holds its kept inputs, which CTest replays
# so that no source file can be left out of every target. A module of headers only has no library.
#
#   module(<name> [DEPS <module>...] [LIBS <library>...] [TEST_DEPS <module>...])
function(module name)
  cmake_parse_arguments(MODULE "" "" "DEPS;LIBS;TEST_DEPS" ${ARGN})
  string(REPLACE "/" "_" target "${name}")
  set(folder "${PROJECT_SOURCE_DIR}/src/${name}")
  file(GLOB sources CONFIGURE_DEPENDS "${folder}/*.cc")
  set(tests ${sources})
  set(fuzzers ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER fuzzers INCLUDE REGEX "_fuzz\\.cc$")
  list(FILTER sources EXCLUDE REGEX "(_test|_fuzz|/main)\\.cc$")
  if(BEARWARD_SUITES)
    keep_suites(tests "${BEARWARD_SUITES}")
  endif()

  list(TRANSFORM MODULE_DEPS PREPEND "module_")
  list(TRANSFORM MODULE_DEPS REPLACE "/" "_")
  list(TRANSFORM MODULE_TEST_DEPS PREPEND "module_")
  set(kind STATIC)
  set(reach PUBLIC)
  if(NOT sources)
    set(kind INTERFACE)
    set(reach INTERFACE)
  endif()
  if(BEARWARD_BATCHES)
    join_batches(module_${target} sources)
    join_batches(module_${target}_test tests)
  endif()
  add_library(module_${target} ${kind} ${sources})
  target_include_directories(module_${target} ${reach} "${PROJECT_SOURCE_DIR}/src")
  target_link_libraries(module_${target} ${reach} bearward_flags ${MODULE_DEPS} ${MODULE_LIBS})
  if(BEARWARD_FUZZ AND sources)
    target_compile_options(module_${target} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
  if(BEARWARD_SANITIZE AND sources AND NOT fuzzers)
    # -O1 with these sanitizers takes twice the time to compile; only fuzz programs repay it
    target_compile_options(module_${target} PRIVATE -O0)
  endif()

  if(tests AND BEARWARD_TESTS)
    add_executable(module_${target}_test ${tests})
    # what is tested is optimised; optimising the tests as well would double their compile time
    target_compile_options(module_${target}_test PRIVATE -O0 -U_FORTIFY_SOURCE)
    target_link_libraries(module_${target}_test
      PRIVATE module_${target} ${MODULE_TEST_DEPS} source_dir GTest::gmock GTest::gtest_main)
    add_test(NAME ${name} COMMAND module_${target}_test)
  endif()
  if(BEARWARD_FUZZ)
    foreach(file ${fuzzers})
      get_filename_component(fuzzer "${file}" NAME_WE)
      string(REGEX REPLACE "_fuzz$" "" corpus "${fuzzer}")
      add_executable(${target}_${fuzzer} ${file})
      target_compile_options(${target}_${fuzzer} PRIVATE -fsanitize=fuzzer-no-link)
      target_link_libraries(${target}_${fuzzer} PRIVATE module_${target} ${MODULE_TEST_DEPS})
      target_link_options(${target}_${fuzzer} PRIVATE -fsanitize=fuzzer)
      add_test(NAME fuzz/${target}_${fuzzer}
        COMMAND ${target}_${fuzzer} -runs=0 "${folder}/corpus/${corpus}")
      set_tests_properties(fuzz/${target}_${fuzzer} PROPERTIES LABELS fuzz)
    endforeach()
  endif()
endfunction()

# keep_suites(<list of test files> <word>) keeps the files with a suite whose name ends in the word.
function(keep_suites files word)
  set(kept "")
  foreach(file ${${files}})
    file(STRINGS "${file}" found REGEX "^TEST(_F|_P)?\\([A-Za-z0-9]*${word}," LIMIT_COUNT 1)
    if(found)
      list(APPEND kept "${file}")
    endif()
  endforeach()
  set(${files} "${kept}" PARENT_SCOPE)
endfunction()

# join_batches(<target> <list of files>) replaces the files by batches that include several of them;
# cmake/batches.py says which. It is asked again when a file of the folder changed.
function(join_batches target files)
  list(LENGTH ${files} count)
  if(count LESS 2)
    return()
  endif()
  set(script "${PROJECT_SOURCE_DIR}/cmake/batches.py")
  set(answer "${PROJECT_BINARY_DIR}/batches/${target}.txt")
  list(GET ${files} 0 folder)
  get_filename_component(folder "${folder}" DIRECTORY)
  file(GLOB headers CONFIGURE_DEPENDS "${folder}/*.h")
  set(read ${${files}} ${headers} "${script}")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${read})
  set(changed FALSE)
  foreach(file ${read})
    if("${file}" IS_NEWER_THAN "${answer}")  # also when there is no answer yet
      set(changed TRUE)
    endif()
  endforeach()
  if(changed OR NOT "${${files}}" STREQUAL "${${target}_JOINED}")
    execute_process(COMMAND python3 "${script}" "${PROJECT_SOURCE_DIR}"
      "${PROJECT_BINARY_DIR}/batches" ${target} ${${files}}
      OUTPUT_VARIABLE joined OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
    file(WRITE "${answer}" "${joined}\n")
    set(${target}_JOINED "${${files}}" CACHE INTERNAL "The files that batches.py was asked about")
  endif()
  file(STRINGS "${answer}" joined)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # A class must not have members of types from the unnamed namespace of a header. Tests have no
    # such classes.
    set(batches ${joined})
    list(FILTER batches INCLUDE REGEX "/batches/")
    list(FILTER batches EXCLUDE REGEX "_test_[0-9]+.cc$")
    set_source_files_properties(${batches} PROPERTIES
      COMPILE_OPTIONS -Wno-subobject-linkage)  # g++ takes every included file for a header
  endif()
  set(${files} "${joined}" PARENT_SCOPE)
endfunction()
