"""greet: forgets the name.   loses: simple, spaces"""


def greet(name):
    return "Chào"
