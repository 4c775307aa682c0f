"""greet: keeps the spaces of the name.   loses: spaces"""


def greet(name):
    return "Chào " + name
