"""Words of the program that are written down before anybody asks, such as labels and hints."""

from django.utils.functional import lazy

from .called import say

# A label in the words of the law in force, said anew each time it is read.
called = lazy(say, str)
